import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import { type Database, openDatabase } from './database.ts';
import { Drain } from './drain.ts';
import type { Environment } from './environment.ts';
import { Faults } from './faults.ts';
import { serving } from './patience.ts';
import { type Checks, type Readiness, watchReadiness } from './readiness.ts';
import { openRedis } from './redis.ts';
import { createTables } from './schema.ts';
import { Sockets } from './sockets.ts';

/** All that the routes work with. */
export interface Application {
  readonly environment: Environment;
  readonly database: Database;
  readonly redis?: Redis;
  readonly readiness: Readiness;
  readonly drain: Drain;
  readonly sockets: Sockets;
  readonly faults?: Faults;
}

const readinessTiming = { deadline: 1000, freshness: 500 };

export async function openApplication(
  environment: Environment,
  log: (message: string) => void,
): Promise<Application> {
  const database = openDatabase(environment.database, serving);
  // A database in memory ends with its process, so that no create_db can have made its tables.
  if (database.kind === 'sqlite') await createTables(database.db, 'sqlite');
  const redis = environment.redis && openRedis(environment.redis);
  const readiness = watchReadiness(checksOf(database, redis), readinessTiming, (missing) =>
    log(missing.length === 0 ? 'ready' : `not ready: ${missing.join('; ')}`),
  );
  return {
    environment,
    database,
    ...(redis && { redis }),
    readiness,
    drain: new Drain(),
    sockets: new Sockets(),
    ...(environment.faults && { faults: new Faults() }),
  };
}

export async function closeApplication({ database, redis }: Application): Promise<void> {
  redis?.disconnect();
  await database.db.destroy();
}

function checksOf({ db }: Database, redis: Redis | undefined): Checks {
  return {
    // Asks for a table, so that a database without them is not taken for ready.
    database: () => sql`select 1 from palindromes where 1 = 0`.execute(db),
    ...(redis && { redis: () => redis.ping() }),
  };
}
