import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { MigrationMark } from '@causeway/release';

export interface SqlFile {
  /** Path inside the folder of migrations, with slashes. */
  readonly name: string;
  readonly sql: string;
}

/** The hash is of the text with the line ends of Unix, since a checkout may change them. */
export interface MigrationFile extends SqlFile, MigrationMark {}

export interface MigrationChanges<File extends MigrationMark> {
  /** The serving release did not have them. */
  readonly fresh: readonly File[];
  /** They had another text in the serving release, whose migration has run already. */
  readonly changed: readonly File[];
  /** The serving release had them as they are. */
  readonly known: readonly File[];
}

/** What a folder of migrations holds. */
export interface MigrationFolder {
  /** The `.sql` files, in the order of their names; those that lead back are none. */
  readonly files: readonly MigrationFile[];
  /** Migrations in another language, which nobody can check. */
  readonly programs: readonly MigrationMark[];
}

/** Beside these lie notes, locks and lists that run nothing. */
const runnable =
  /(?<!\.d)\.([cm]?[jt]sx?|py|rb|php|pl|go|java|kt|cs|exs?|rs|ba?sh|sh|xml|ya?ml|pgsql|psql|ddl|hbs)$/i;

/** `1.down.sql`, `1.undo.sql` and `1.undo.name.sql` of many tools, and the `down.sql` that each has in a folder of its own. */
const wayBack = /(^|[\\/])(down|[^\\/]*\.(down|undo)|\d+\.undo\.[^\\/]*)\.sql$/i;

/** A folder and those in it. */
export async function readMigrations(folder: string): Promise<MigrationFolder> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
  const isSql = (path: string) => /\.sql$/i.test(path) && !wayBack.test(path);
  return {
    files: await Promise.all(paths.filter(isSql).map((path) => readMigration(folder, path))),
    programs: await Promise.all(
      paths.filter((path) => runnable.test(path)).map((path) => readMark(folder, path)),
    ),
  };
}

/** Which files a new release brings; of no release before, all: then there is nothing that they could break. */
export function compareMigrations<File extends MigrationMark>(
  files: readonly File[],
  served: readonly MigrationMark[],
): MigrationChanges<File> {
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
  const mark = await readMark(folder, path);
  return { ...mark, sql: await readFile(join(folder, path), 'utf8') };
}

/** The hash is of the bytes: two files in another encoding than UTF-8 may have one text for us. */
async function readMark(folder: string, path: string): Promise<MigrationMark> {
  const bytes = await readFile(join(folder, path), 'latin1');
  const sha256 = createHash('sha256').update(bytes.replaceAll('\r\n', '\n'), 'latin1').digest('hex');
  return { name: path.replaceAll(sep, '/'), sha256 };
}
