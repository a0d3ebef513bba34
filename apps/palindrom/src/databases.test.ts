import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from './create-database.ts';
import { type Database, openDatabase } from './database.ts';
import { type DatabaseAddress, parseDatabaseUri } from './database-uri.ts';
import { dropDatabase } from './drop-database.ts';
import { countPalindromes, listPalindromes, storePalindrome } from './palindromes.ts';
import { serving } from './patience.ts';
import type { DatabaseServer } from './testing/database-server.ts';
import { testDirectory } from './testing/directory.ts';
import { sayMissing } from './testing/installed.ts';
import { mariadbProgram, startMariadb } from './testing/mariadb-server.ts';
import { postgresqlProgram, startPostgresql } from './testing/postgresql-server.ts';
import { startProgram } from './testing/program.ts';
import { appendWrite, countWrites, summariseWrites } from './writes.ts';

const at = new Date('2026-01-02T03:04:05.678Z');
let made = 0;

const servers = {
  PostgreSQL: { program: postgresqlProgram, package: 'postgresql', start: startPostgresql },
  MariaDB: { program: mariadbProgram, package: 'mariadb-server', start: startMariadb },
};

describe('SQLite', () => {
  testDatabase(() => `sqlite:///${join(testDirectory(), 'palindrom.db')}`);
});

for (const [name, kind] of Object.entries(servers)) {
  if (!kind.program) sayMissing(name, kind.package);
  describe.skipIf(!kind.program)(name, () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await kind.start();
    });
    afterAll(() => server?.remove());
    testDatabase(() => server.uri(`phrase%20${made++}`));
  });
}

/** What holds for each kind of database; `newUri` names one that does not exist yet. */
function testDatabase(newUri: () => string): void {
  test('is created once by fifty commands at a time', async () => {
    const variables = { DATABASE_URI: newUri() };
    const commands = Array.from({ length: 50 }, () => startProgram('create_db', variables));
    const codes = await Promise.all(commands.map((command) => command.exited()));
    expect(commands.filter((_command, index) => codes[index] !== 0).map((command) => command.output)).toEqual(
      [],
    );
    const database = await open(parseDatabaseUri(variables.DATABASE_URI));
    expect(await countPalindromes(database)).toBe(0);
  });

  test('keeps its data when it is created again', async () => {
    const { address, database } = await newDatabase(newUri());
    await storePalindrome(database, 'Anna', at);
    await createDatabase(address);
    expect(await countPalindromes(database)).toBe(1);
  });

  test('is dropped, and dropped again, and created anew', async () => {
    const { address, database } = await newDatabase(newUri());
    await storePalindrome(database, 'Anna', at);
    await dropDatabase(address);
    await dropDatabase(address);
    await createDatabase(address);
    expect(await countPalindromes(database)).toBe(0);
  });

  test('has nothing to drop where it does not exist', async () => {
    await expect(dropDatabase(parseDatabaseUri(newUri()))).resolves.toBeUndefined();
  });

  test('stores a text once, however many ask at a time', async () => {
    const { database } = await newDatabase(newUri());
    await Promise.all(Array.from({ length: 50 }, () => storePalindrome(database, 'Anna', at)));
    expect(await listPalindromes(database, { limit: 10, offset: 0 })).toEqual([
      { text: 'Anna', storedAt: at.toISOString() },
    ]);
  });

  test('gives every text back as it was', async () => {
    const { database } = await newDatabase(newUri());
    const texts = [
      'ANNA',
      'Anna',
      'Anna ',
      'Ännä',
      '👨‍👩‍👧',
      '𐐀',
      'ילי',
      "'; drop table writes; --",
      'a\\a',
      'é'.repeat(8000),
    ];
    for (const text of texts) await storePalindrome(database, text, at);
    const stored = await listPalindromes(database, { limit: 100, offset: 0 });
    expect(stored.map(({ text }) => text).sort()).toEqual(texts.sort());
  });

  test('lists the newest first, page by page', async () => {
    const { database } = await newDatabase(newUri());
    for (const day of [1, 2, 3]) await storePalindrome(database, `${day}`, new Date(Date.UTC(2026, 0, day)));
    const texts = async (offset: number) =>
      (await listPalindromes(database, { limit: 2, offset })).map(({ text }) => text);
    expect([await texts(0), await texts(2), await texts(4)]).toEqual([['3', '2'], ['1'], []]);
  });

  test('accounts for every write, also for one that came twice', async () => {
    const { database } = await newDatabase(newUri());
    const write = (id: string) => appendWrite(database, { id, bytes: 2048, at });
    await write('before');
    const { last } = await summariseWrites(database, 0);
    await Promise.all([...['c', 'a', 'b', 'B', 'a']].map(write));
    expect(await summariseWrites(database, last)).toEqual({ total: 5, distinct: 4, last: last + 5 });
    const page = await countWrites(database, { since: last, after: '', limit: 10 });
    expect(Object.fromEntries(page.map(({ id, times }) => [id, times]))).toEqual({ a: 2, b: 1, B: 1, c: 1 });
    const first = await countWrites(database, { since: last, after: '', limit: 3 });
    const second = await countWrites(database, { since: last, after: first.at(-1)?.id ?? '', limit: 3 });
    expect([...first, ...second]).toEqual(page);
  });
}

async function newDatabase(uri: string): Promise<{ address: DatabaseAddress; database: Database }> {
  const address = parseDatabaseUri(uri);
  await createDatabase(address);
  return { address, database: await open(address) };
}

async function open(address: DatabaseAddress): Promise<Database> {
  const database = openDatabase(address, serving);
  onTestFinished(() => database.db.destroy());
  return database;
}
