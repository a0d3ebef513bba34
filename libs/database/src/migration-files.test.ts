import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compareMigrations, irreversibleReason, readMigrations } from './migration-files.ts';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'b'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

test('the SQL files of a folder, in order, whatever their line ends', async () => {
  const files = { 'b/2.sql': 'SELECT 2;\n', '1.sql': 'SELECT 1;\n', '1.down.sql': 'x', 'read.me': 'x' };
  const unix = await readMigrations(folderOf(files));
  expect(unix.map(({ name }) => name)).toEqual(['1.sql', 'b/2.sql']);
  const [windows] = await readMigrations(folderOf({ '1.sql': 'SELECT 1;\r\n' }));
  expect(windows?.sha256).toBe(unix[0]?.sha256);
});

test('files are new, changed or known to the release that serves', async () => {
  const [one, two, three] = await readMigrations(folderOf({ '1.sql': 'a', '2.sql': 'b', '3.sql': 'c' }));
  if (!one || !two || !three) throw new Error('the folder was not read');
  const served = [one, { name: '2.sql', sha256: 'other' }];
  expect(compareMigrations([one, two, three], served)).toEqual({
    known: [one],
    changed: [two],
    fresh: [three],
  });
});

test('a file says why one cannot go back', () => {
  const sql = 'SELECT 1;\n-- causeway: irreversible the old rows are gone\n';
  expect(irreversibleReason([{ name: '1.sql', sql }])).toBe('1.sql: the old rows are gone');
  expect(irreversibleReason([{ name: '1.sql', sql: '-- irreversible' }])).toBeUndefined();
});
