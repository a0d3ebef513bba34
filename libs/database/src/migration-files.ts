import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { MigrationMark } from '@causeway/release';

export interface SqlFile {
  /** Path inside the folder of migrations, with slashes. */
  readonly name: string;
  readonly sql: string;
}

/** The hash is of the text with the line ends of Unix, since a checkout may change them. */
export interface MigrationFile extends SqlFile, MigrationMark {}

export interface MigrationChanges {
  /** The serving release did not have them. */
  readonly fresh: readonly MigrationFile[];
  /** They had another text in the serving release, whose migration has run already. */
  readonly changed: readonly MigrationFile[];
  /** The serving release had them as they are. */
  readonly known: readonly MigrationFile[];
}

/** The `.sql` files of a folder and of those in it, in the order of their names; `*.down.sql` are none. */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const paths = await readdir(folder, { recursive: true });
  const names = paths.filter((path) => path.endsWith('.sql') && !path.endsWith('.down.sql')).sort();
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

/** Which files a new release brings; of no release before, all: then there is nothing that they could break. */
export function compareMigrations(
  files: readonly MigrationFile[],
  served: readonly MigrationMark[],
): MigrationChanges {
  const before = new Map(served.map(({ name, sha256 }) => [name, sha256]));
  return {
    fresh: files.filter(({ name }) => !before.has(name)),
    changed: files.filter(({ name, sha256 }) => before.has(name) && before.get(name) !== sha256),
    known: files.filter(({ name, sha256 }) => before.get(name) === sha256),
  };
}

/** Why one cannot go back once these have run: what follows `-- causeway: irreversible`; absent when nothing says so. */
export function irreversibleReason(files: readonly SqlFile[]): string | undefined {
  const reasons = files.flatMap(({ name, sql }) =>
    [...sql.matchAll(/^[ \t]*--[ \t]*causeway:[ \t]*irreversible\b(.*)$/gim)].map(
      ([, reason = '']) => `${name}: ${reason.replace(/^[\s:,–—-]+/, '').trim() || 'marked as irreversible'}`,
    ),
  );
  return reasons.length > 0 ? reasons.join('; ') : undefined;
}

async function readMigration(folder: string, path: string): Promise<MigrationFile> {
  const sql = await readFile(join(folder, path), 'utf8');
  const sha256 = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
  return { name: path.replaceAll(sep, '/'), sql, sha256 };
}
