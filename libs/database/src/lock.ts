import type { Client } from 'pg';

/** First key of our advisory locks, so that they never meet an application's. */
const lockNamespace = 0x63617573;

export const lockKeys = { migration: 0, ensure: 1 } as const;

/** What Postgres says when `lock_timeout` is over. */
const lockNotAvailable = '55P03';

/** Held until the connection ends. Another's work may take longer than a statement of ours. */
export async function lock(client: Client, key: number): Promise<void> {
  await client.query('SET statement_timeout = 0');
  await client.query('SELECT pg_advisory_lock($1, $2)', [lockNamespace, key]);
  await client.query('RESET statement_timeout');
}

/** The same, for at most `within` milliseconds; then the error says who holds it, and how to end that. */
export async function lockWithin(
  client: Client,
  key: number,
  within: number,
  container: string,
): Promise<void> {
  await client.query(`SET lock_timeout = ${within}`);
  try {
    await lock(client, key);
  } catch (error) {
    if ((error as { code?: string }).code !== lockNotAvailable) throw error;
    throw new Error(
      `the database's migration lock was not free within ${within / 1000} s: ${await holder(client, key, container)}`,
    );
  }
  await client.query('RESET lock_timeout');
}

/** Aborts when the connection is lost, and with it every lock that it held. */
export function lossOf(client: Client): AbortSignal {
  const lost = new AbortController();
  const lose = () =>
    lost.abort(
      new Error(
        'the connection that held the migration lock was lost, so that another migration could have begun beside this one: it was ended, nobody knows how far it came, it does not count as done, and the next release runs it again',
      ),
    );
  client.once('error', lose);
  client.once('end', lose);
  return lost.signal;
}

async function holder(client: Client, key: number, container: string): Promise<string> {
  await client.query('RESET statement_timeout');
  const { rows } = await client.query<{ pid: number; application_name: string; since: Date }>(
    `SELECT pid, application_name, coalesce(state_change, backend_start) AS since
       FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = $2
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [lockNamespace, key],
  );
  const [found] = rows;
  if (!found) return 'its holder has just given it back; release again';
  const { pid, application_name, since } = found;
  const end = `docker exec -u postgres ${container} psql -c 'SELECT pg_terminate_backend(${pid})'`;
  return `"${application_name}" (pid ${pid}) has held it since ${since.toISOString()}; wait until it has ended, or end it: ${end}`;
}
