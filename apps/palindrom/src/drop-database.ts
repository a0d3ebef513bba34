import { openDatabase } from './database.ts';
import type { DatabaseAddress } from './database-uri.ts';
import { saysDatabaseIsMissing } from './missing-database.ts';
import { preparing } from './patience.ts';
import { dropTables } from './schema.ts';

/** Drops the tables with all that is in them; the database itself stays, for it may be somebody else's. */
export async function dropDatabase(address: DatabaseAddress): Promise<void> {
  const { db } = openDatabase(address, preparing);
  try {
    await dropTables(db);
  } catch (error) {
    if (!saysDatabaseIsMissing(error)) throw error;
  } finally {
    await db.destroy();
  }
}
