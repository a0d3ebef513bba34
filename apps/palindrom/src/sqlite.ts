import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';
import { Mistake, oneLine } from './mistake.ts';

/** Milliseconds that a statement waits for another process's write. */
const lockTimeout = 5000;

/** SQLite as Node has it built in, in the shape that kysely's own dialect expects. */
export function sqliteDialect(file: string): Dialect {
  const database = open(file);
  return new SqliteDialect({
    database: { close: () => database.close(), prepare: (query) => statement(database, query) },
  });
}

function open(file: string): DatabaseSync {
  // Not a static import: Node would warn of an experiment where another database is used.
  const sqlite = process.getBuiltinModule('node:sqlite');
  try {
    return new sqlite.DatabaseSync(file, { timeout: lockTimeout });
  } catch (error) {
    throw new Mistake(
      `DATABASE_URI: cannot open the SQLite file ${file} (${oneLine(error)}); name one in a directory that this user may write to`,
    );
  }
}

function statement(database: DatabaseSync, query: string) {
  const prepared = database.prepare(query);
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: prepared.columns().length > 0,
    all: (parameters: readonly unknown[]) => prepared.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => prepared.run(...values(parameters)),
    iterate: (parameters: readonly unknown[]) => prepared.iterate(...values(parameters)),
  };
}
