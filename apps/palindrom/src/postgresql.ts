import { type Dialect, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { DatabaseAddress } from './database-uri.ts';
import type { Patience } from './patience.ts';

type PostgresqlAddress = Extract<DatabaseAddress, { kind: 'postgresql' }>;

const tlsOptions = { off: false, encrypt: { rejectUnauthorized: false }, verify: true } as const;

export function postgresqlDialect(address: PostgresqlAddress, patience: Patience): Dialect {
  const pool = new pg.Pool({ ...postgresqlOptions(address, patience), max: 10 });
  // A lost idle connection is no news: the pool has dropped it, and the next query opens another.
  pool.on('error', () => {});
  return new PostgresDialect({
    pool: { options: pool.options, connect: () => connect(pool), end: () => pool.end() },
  });
}

export function postgresqlOptions(address: PostgresqlAddress, patience: Patience): pg.ClientConfig {
  return {
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: tlsOptions[address.tls],
    application_name: 'palindrom',
    connectionTimeoutMillis: patience.connect,
    query_timeout: patience.answer,
    keepAlive: true,
  };
}

type Query = (text: string, values: unknown[]) => Promise<pg.QueryResult>;

/** A connection whose query failed without an answer from the server is closed instead of used again. */
async function connect(pool: pg.Pool): Promise<PostgresPoolClient> {
  const client = await pool.connect();
  let broken = false;
  const query: Query = async (text, values) => {
    try {
      return await client.query(text, values);
    } catch (error) {
      broken ||= !(error instanceof pg.DatabaseError);
      throw error;
    }
  };
  const release = (destroy = false) => client.release(destroy || broken);
  // kysely also knows a query by cursor, which nothing here asks for.
  return { query, release } as { query: unknown; release: typeof release } as PostgresPoolClient;
}
