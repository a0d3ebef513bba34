import { type Dialect, Kysely } from 'kysely';
import type { DatabaseAddress } from './database-uri.ts';
import { mysqlDialect } from './mysql.ts';
import type { Patience } from './patience.ts';
import { postgresqlDialect } from './postgresql.ts';
import type { Kind, Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

export interface Database {
  readonly kind: Kind;
  readonly db: Kysely<Schema>;
}

/** Opens SQLite at once; for a server nothing is connected before the first query. */
export function openDatabase(address: DatabaseAddress, patience: Patience): Database {
  return { kind: address.kind, db: new Kysely<Schema>({ dialect: dialect(address, patience) }) };
}

function dialect(address: DatabaseAddress, patience: Patience): Dialect {
  switch (address.kind) {
    case 'sqlite':
      return sqliteDialect(address.file, patience);
    case 'mysql':
      return mysqlDialect(address, patience);
    case 'postgresql':
      return postgresqlDialect(address, patience);
    default:
      return address satisfies never;
  }
}

/** The database did not do what was asked of it; the cause says why, and is for the log. */
export class DatabaseAway extends Error {
  readonly statusCode = 503;

  constructor(cause: unknown) {
    super('The database did not answer as it should; try again in a moment.', { cause });
  }
}

export async function asked<Result>(query: Promise<Result>): Promise<Result> {
  try {
    return await query;
  } catch (error) {
    throw new DatabaseAway(error);
  }
}
