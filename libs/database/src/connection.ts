import pg from 'pg';

/** A statement of ours is short; one that hangs waits for somebody else's lock. Milliseconds. */
const statementTimeout = 30_000;
const connectTimeout = 10_000;

/** A database's owner may set these for every session in it, ours included; what a session asks for itself wins. */
const ownSettings = {
  search_path: 'pg_catalog',
  default_transaction_read_only: 'off',
  idle_session_timeout: '0',
};

export interface Superuser {
  /** Directory of the server's unix socket. */
  readonly socket: string;
  readonly port: number;
}

/** Opens one connection as superuser, by the unix socket alone, and closes it whatever `work` does. */
export async function connected<T>(
  { socket, port }: Superuser,
  database: string,
  work: (client: pg.Client) => Promise<T>,
  applicationName = 'causeway-agent',
): Promise<T> {
  const client = new pg.Client({
    host: socket,
    port,
    user: 'postgres',
    database,
    statement_timeout: statementTimeout,
    connectionTimeoutMillis: connectTimeout,
    application_name: applicationName,
    options: Object.entries(ownSettings)
      .map(([setting, value]) => `-c ${setting}=${value}`)
      .join(' '),
  });
  // A server that restarts under an idle client must not end the process: the next query tells.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
