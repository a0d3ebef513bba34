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
  const files = {
    'b/2.sql': 'SELECT 2;\n',
    '1.sql': 'SELECT 1;\n',
    '3.SQL': 'SELECT 3;\n',
    '1.down.sql': 'x',
    'read.me': 'x',
  };
  const folder = folderOf(files);
  mkdirSync(join(folder, 'c.sql'));
  const unix = await readMigrations(folder);
  expect(unix.files.map(({ name }) => name)).toEqual(['1.sql', '3.SQL', 'b/2.sql']);
  const windows = await readMigrations(folderOf({ '1.sql': 'SELECT 1;\r\n' }));
  expect(windows.files[0]?.sha256).toBe(unix.files[0]?.sha256);
});

test('files that lead back are none of them', async () => {
  const files = {
    '1.up.sql': 'SELECT 1;',
    '1.down.sql': 'DROP TABLE note;',
    '002.do.note.sql': 'SELECT 2;',
    '002.undo.note.sql': 'DROP TABLE note;',
    'b/up.sql': 'SELECT 3;',
    'b/down.sql': 'DROP TABLE note;',
    '4_slow_down.sql': 'SELECT 4;',
    '5_undo.table.sql': 'SELECT 5;',
  };
  const { files: found } = await readMigrations(folderOf(files));
  expect(found.map(({ name }) => name)).toEqual([
    '002.do.note.sql',
    '1.up.sql',
    '4_slow_down.sql',
    '5_undo.table.sql',
    'b/up.sql',
  ]);
});

test('the programs among them, and nothing that runs nothing', async () => {
  const files = [
    '3.js',
    '4.ts',
    '5.py',
    'b/6.sh',
    '7.xml',
    '8.pgsql',
    'schema.d.ts',
    'README.md',
    'list.json',
  ];
  const { programs } = await readMigrations(
    folderOf(Object.fromEntries(files.map((name) => [name, 'SELECT 1']))),
  );
  expect(programs.map(({ name }) => name)).toEqual(['3.js', '4.ts', '5.py', '7.xml', '8.pgsql', 'b/6.sh']);
});

test('two texts in another encoding are two', async () => {
  const folder = folderOf({});
  writeFileSync(join(folder, '1.sql'), Buffer.from('-- caf\xe9', 'latin1'));
  writeFileSync(join(folder, '2.sql'), Buffer.from('-- caf\xe8', 'latin1'));
  const [one, two] = (await readMigrations(folder)).files;
  expect(one?.sha256).not.toBe(two?.sha256);
});

test('files are new, changed or known to the release that serves', async () => {
  const { files } = await readMigrations(folderOf({ '1.sql': 'a', '2.sql': 'b', '3.sql': 'c' }));
  const [one, two, three] = files;
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
