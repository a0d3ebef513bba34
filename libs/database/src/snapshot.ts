import type { Release } from '@causeway/release';
import type { Client } from 'pg';
import { escapeLiteral as literal, escapeIdentifier as name } from 'pg';

/** Runs a command where the server's own programs are; rejects after `deadline` milliseconds. */
export type RunInServer = (
  command: readonly string[],
  deadline: number,
) => Promise<{ exitCode: number; output: string }>;

/** What must stay free beside the copy, in bytes. */
const leastFreeSpace = 512 * 1024 * 1024;
const lookWithin = 10_000;

/**
 * Copies a service's database, which goes on serving, into one of its own; then the copies of earlier releases go.
 * A copy that this release has made already stays as it is: by now its migration may have begun.
 */
export async function copyDatabase(client: Client, release: Release, run: RunInServer): Promise<string> {
  const { service, id } = release;
  const copy = `${service}_before_${id}`;
  // dropping a database waits for a checkpoint, and up to a minute for whoever does not get to the end of a sign-in
  await client.query(`SET statement_timeout = ${release.settings.deploy.migrate}`);
  if (!(await exists(client, copy))) {
    await spaceSuffices(client, service, run);
    await fillCopy(client, release, run);
    await client.query(`ALTER DATABASE ${name(copying(service))} RENAME TO ${name(copy)}`);
  }
  for (const other of await copiesOf(client, service)) if (other !== copy) await drop(client, other);
  return copy;
}

/** Whoever fills it fails then, and ends. */
export async function dropUnfinished(client: Client, service: string): Promise<void> {
  await drop(client, copying(service));
}

async function fillCopy(client: Client, { service, version, settings }: Release, run: RunInServer) {
  const unfinished = copying(service);
  await dropUnfinished(client, service);
  await client.query(`CREATE DATABASE ${name(unfinished)} OWNER ${name(service)} TEMPLATE template0`);
  try {
    await client.query(`REVOKE ALL ON DATABASE ${name(unfinished)} FROM PUBLIC`);
    await client.query(
      `COMMENT ON DATABASE ${name(unfinished)} IS ${literal(`${service} before release ${version}`)}`,
    );
    await dumpInto(unfinished, service, settings.deploy, run);
  } catch (error) {
    await drop(client, unfinished).catch(() => {});
    throw error;
  }
}

/** Through the server's own programs, which fit its version; the restore proves that the dump can be restored. */
async function dumpInto(
  copy: string,
  database: string,
  { migrate, migrateLock }: Release['settings']['deploy'],
  run: RunInServer,
): Promise<void> {
  const dump = `pg_dump --username=postgres --format=custom --compress=0 --no-publications --no-subscriptions --lock-wait-timeout=${migrateLock} --dbname="$1"`;
  const restore = 'pg_restore --username=postgres --exit-on-error --dbname="$2"';
  const command = ['bash', '-o', 'pipefail', '-c', `${dump} | ${restore}`, 'copy', database, copy];
  const { exitCode, output } = await run(command, migrate);
  if (exitCode !== 0)
    throw new Error(`database "${database}" could not be copied, exit code ${exitCode}:\n${output.trim()}`);
}

async function spaceSuffices(client: Client, database: string, run: RunInServer): Promise<void> {
  const { rows } = await client.query<{ size: string; folder: string }>(
    "SELECT pg_database_size($1) AS size, current_setting('data_directory') AS folder",
    [database],
  );
  const { size = '0', folder = '/' } = rows[0] ?? {};
  const needed = Number(size) + leastFreeSpace;
  const free = await freeSpace(folder, run);
  if (free >= needed) return;
  throw new Error(
    `a copy of database "${database}" needs ${megabytes(needed)} MB free on its volume, and ${megabytes(free)} MB are; make room, or release with deploy.snapshot false`,
  );
}

/** Bytes. */
async function freeSpace(folder: string, run: RunInServer): Promise<number> {
  const { exitCode, output } = await run(['df', '-Pk', folder], lookWithin);
  const kibibytes = output.trim().split('\n').at(-1)?.split(/\s+/)[3];
  if (exitCode !== 0 || !/^\d+$/.test(kibibytes ?? ''))
    throw new Error(`the free space of the database's volume could not be read: ${output.trim()}`);
  return Number(kibibytes) * 1024;
}

async function copiesOf(client: Client, service: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1',
    [`${service}_before_`],
  );
  return rows.map(({ datname }) => datname);
}

async function exists(client: Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  return rowCount !== 0;
}

async function drop(client: Client, database: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${name(database)} WITH (FORCE)`);
}

/** No service's name holds an underscore. */
function copying(service: string): string {
  return `${service}_copying`;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
