import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';
import { Mistake, oneLine } from './mistake.ts';
import type { Patience } from './patience.ts';

/** SQLite as Node has it built in, in the shape that kysely's own dialect expects. */
export function sqliteDialect(file: string, patience: Patience): Dialect {
  const database = open(file, patience);
  return new SqliteDialect({
    database: { close: () => database.close(), prepare: (query) => statement(database, query) },
  });
}

function open(file: string, patience: Patience): DatabaseSync {
  // Not a static import: Node would warn of an experiment where another database is used.
  const sqlite = process.getBuiltinModule('node:sqlite');
  try {
    return new sqlite.DatabaseSync(file, { timeout: patience.connect });
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
