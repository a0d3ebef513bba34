import type pg from 'pg';
import { escapeLiteral as literal, escapeIdentifier as name } from 'pg';

/** A role that may log in with this password and nothing else; made, or given the password anew. */
export async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount ? 'ALTER' : 'CREATE';
  await quietly(client, () =>
    client.query(
      `${verb} ROLE ${name(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${literal(password)}`,
    ),
  );
}

/** The role of a service, which may have been a reader's under an earlier config. */
export async function ensureOwner(client: pg.Client, role: string, password: string): Promise<void> {
  await ensureRole(client, role, password);
  await client.query(`ALTER ROLE ${name(role)} RESET default_transaction_read_only`);
  // a statement of a migration that was killed would go on to its end, beside the next try
  await client.query(`ALTER ROLE ${name(role)} SET client_connection_check_interval = '1s'`);
  await client.query(`COMMENT ON ROLE ${name(role)} IS NULL`);
}

/** One database per service; nobody but its owner and the readers may connect. */
export async function ensureDatabase(client: pg.Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (!rowCount) await client.query(`CREATE DATABASE ${name(database)} OWNER ${name(owner)}`);
  await client.query(`REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`);
}

/** Reading only, and nothing of the maintenance database. */
export async function ensureReader(client: pg.Client, role: string, password: string): Promise<void> {
  await ensureRole(client, role, password);
  await client.query(`ALTER ROLE ${name(role)} SET default_transaction_read_only = on`);
  await client.query(`COMMENT ON ROLE ${name(role)} IS ${literal(readerMark)}`);
}

/** Only the superuser can set or remove it. */
const readerMark = 'reader of the platform';

/** Whoever was a reader and is none any more gets no new connection, and loses those that are open. */
export async function retireReaders(client: pg.Client, readers: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1 AND rolname <> ALL ($2)",
    [readerMark, readers],
  );
  for (const { rolname } of rows) {
    await client.query(`ALTER ROLE ${name(rolname)} NOLOGIN`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [
      rolname,
    ]);
  }
}

/** Inside a service's database: what is there now, and by default privileges what later migrations make. */
export async function grantReading(
  client: pg.Client,
  database: string,
  owner: string,
  reader: string,
): Promise<void> {
  const as = `ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)}`;
  await client.query(`GRANT CONNECT ON DATABASE ${name(database)} TO ${name(reader)}`);
  await client.query(`${as} GRANT USAGE ON SCHEMAS TO ${name(reader)}`);
  await client.query(`${as} GRANT SELECT ON TABLES TO ${name(reader)}`);
  await client.query(`${as} GRANT SELECT ON SEQUENCES TO ${name(reader)}`);
  for (const schema of await ownSchemas(client)) {
    await client.query(`GRANT USAGE ON SCHEMA ${name(schema)} TO ${name(reader)}`);
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${name(schema)} TO ${name(reader)}`);
    await client.query(`GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${name(schema)} TO ${name(reader)}`);
  }
}

/** `public` belongs to the database's owner, and to nobody else. */
export async function closePublicSchema(client: pg.Client, owner: string): Promise<void> {
  await client.query(`ALTER SCHEMA public OWNER TO ${name(owner)}`);
  await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
}

/** Anybody may make a large object unless told otherwise, and readers may write nothing. */
export async function closeLargeObjects(client: pg.Client, owner: string): Promise<void> {
  const makers = 'lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)';
  await client.query(`REVOKE EXECUTE ON FUNCTION ${makers} FROM PUBLIC`);
  await client.query(`GRANT EXECUTE ON FUNCTION ${makers} TO ${name(owner)}`);
}

async function ownSchemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ nspname: string }>(
    "SELECT nspname FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%' ORDER BY 1",
  );
  return rows.map(({ nspname }) => nspname);
}

/** The server's log must not show a statement with a password, not even when it fails. */
async function quietly(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
  await client.query("SET log_statement = 'none'");
  await client.query("SET log_min_error_statement = 'panic'");
  await client.query('SET log_min_duration_statement = -1');
  try {
    await work();
  } finally {
    await client.query('RESET log_statement');
    await client.query('RESET log_min_error_statement');
    await client.query('RESET log_min_duration_statement');
  }
}
