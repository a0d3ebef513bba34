import { type DatabaseAddress, nameAddress } from './database-uri.ts';
import { readEnvironment } from './environment.ts';
import { Mistake, oneLine, runCommand } from './mistake.ts';

/** Runs what changes the database that the environment names; a failure says which database that is. */
export function runDatabaseCommand(change: (address: DatabaseAddress) => Promise<void>): void {
  runCommand(async () => {
    const { database } = readEnvironment(process.env);
    try {
      await change(database);
    } catch (error) {
      if (error instanceof Mistake) throw error;
      throw new Mistake(
        `${nameAddress(database)}: ${oneLine(error)}; see that it runs and that DATABASE_URI is right`,
      );
    }
  });
}
