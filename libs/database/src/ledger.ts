import type { Release } from '@causeway/release';
import type { Client } from 'pg';
import { escapeIdentifier as name } from 'pg';

/** How many migrations are remembered, beyond the one that has just run. */
const remembered = 50;

type Key = Pick<Release, 'id' | 'fingerprint'>;

/** The record of migrations, in a schema that is ours: the service may read it, as a dump of its own needs. */
export async function ensureLedger(client: Client, service: string): Promise<void> {
  await client.query('CREATE SCHEMA IF NOT EXISTS causeway');
  await refuseForeignSchema(client);
  await client.query(`
    CREATE TABLE IF NOT EXISTS causeway.migrations (
      release text NOT NULL,
      fingerprint text NOT NULL,
      version text NOT NULL,
      image text NOT NULL,
      started_at timestamptz NOT NULL,
      finished_at timestamptz,
      output text,
      PRIMARY KEY (release, fingerprint)
    )`);
  await client.query(`GRANT USAGE ON SCHEMA causeway TO ${name(service)}`);
  await client.query(`GRANT SELECT ON causeway.migrations TO ${name(service)}`);
}

/** What a finished migration of this release has said; absent where none has finished. */
export async function outputOf(client: Client, { id, fingerprint }: Key): Promise<string | undefined> {
  const { rows } = await client.query<{ output: string }>(
    'SELECT output FROM causeway.migrations WHERE release = $1 AND fingerprint = $2 AND finished_at IS NOT NULL',
    [id, fingerprint],
  );
  return rows[0]?.output;
}

export async function begin(client: Client, { id, fingerprint, version, image }: Release): Promise<void> {
  await client.query(
    `INSERT INTO causeway.migrations (release, fingerprint, version, image, started_at)
     VALUES ($1, $2, $3, $4, now())
     ON CONFLICT (release, fingerprint) DO UPDATE SET started_at = now()`,
    [id, fingerprint, version, image],
  );
}

export async function finish(client: Client, { id, fingerprint }: Key, output: string): Promise<void> {
  await client.query(
    'UPDATE causeway.migrations SET finished_at = now(), output = $3 WHERE release = $1 AND fingerprint = $2',
    [id, fingerprint, storable(output)],
  );
  await client.query(
    'DELETE FROM causeway.migrations WHERE started_at < (SELECT started_at FROM causeway.migrations ORDER BY started_at DESC OFFSET $1 LIMIT 1)',
    [remembered],
  );
}

/** A trigger in a schema of the service's would run with our rights. */
async function refuseForeignSchema(client: Client): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    "SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'causeway' AND pg_get_userbyid(nspowner) <> current_user",
  );
  const [foreign] = rows;
  if (!foreign) return;
  throw new Error(
    `the database has a schema "causeway" of ${foreign.owner}, where the platform keeps its record of migrations; give it another name: ALTER SCHEMA causeway RENAME TO …`,
  );
}

/** Postgres takes every character but this one. */
function storable(output: string): string {
  return output.replaceAll('\0', '');
}
