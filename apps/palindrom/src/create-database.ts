import { type Kysely, sql } from 'kysely';
import { openDatabase } from './database.ts';
import type { DatabaseAddress } from './database-uri.ts';
import { createMissingDatabase, saysDatabaseIsMissing } from './missing-database.ts';
import { preparing } from './patience.ts';
import { createTables, type Kind, type Schema } from './schema.ts';

/** Makes the database and its tables where they are missing; any number may do so at once. */
export async function createDatabase(address: DatabaseAddress): Promise<void> {
  try {
    await createMissingTables(address);
  } catch (error) {
    if (!saysDatabaseIsMissing(error)) throw error;
    await createMissingDatabase(address);
    await createMissingTables(address);
  }
}

async function createMissingTables(address: DatabaseAddress): Promise<void> {
  const { db, kind } = openDatabase(address, preparing);
  try {
    await db.connection().execute((connection) => oneAtATime[kind](connection, kind));
  } finally {
    await db.destroy();
  }
}

type CreateTables = (db: Kysely<Schema>, kind: Kind) => Promise<void>;

/** `create table if not exists` alone is not safe among many: what makes them wait for each other. */
const oneAtATime = {
  sqlite: async (db, kind) => {
    await sql`begin immediate`.execute(db);
    await createTables(db, kind);
    await sql`commit`.execute(db);
  },
  postgresql: (db, kind) =>
    db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('palindrom tables'))`.execute(transaction);
      await createTables(transaction, kind);
    }),
  // MySQL locks the name itself.
  mysql: createTables,
} satisfies Record<Kind, CreateTables>;
