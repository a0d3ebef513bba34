import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Credentials, readCredentials, readStatus } from '../platform/commands.ts';
import { containerOf, environmentOf, replicasOf } from '../platform/containers.ts';
import { type Login, loginOf, query } from '../platform/psql.ts';

const target = inject('target');
const services = target.services.filter(({ uses }) => uses.includes('postgres'));
const readers = target.platform.data.postgres?.readers ?? [];

let postgres: string;
let credentials: Credentials;
const owners = new Map<string, Login>();

beforeAll(async () => {
  postgres = await containerOf(target, 'postgres');
  credentials = await readCredentials(target);
  const status = await readStatus(target);
  for (const { name } of services) {
    const [replica] = replicasOf(status, name);
    owners.set(name, loginOf(await environmentOf(target, replica?.container ?? '', 'DATABASE_URI')));
  }
});

const pairs = services.flatMap((service) => readers.map((reader) => ({ name: service.name, reader })));

describe.each(pairs)('$reader in the database of $name', ({ name, reader }) => {
  const later = `verify_later_${randomBytes(6).toString('hex')}`;
  beforeAll(() => asOwner(name, `CREATE TABLE ${later} (id integer)`, `INSERT INTO ${later} VALUES (41)`));
  afterAll(() => asOwner(name, `DROP TABLE ${later}`));

  test('reads every table', async () => {
    const tables = await asReader(name, reader, tablesOf);
    const names = tables.stdout.split('\n');
    expect(names.length).toBeGreaterThan(0);
    for (const table of names)
      expect(await asReader(name, reader, `SELECT count(*) FROM ${table}`), table).toMatchObject({
        exitCode: 0,
      });
  });

  test('reads a table that a later migration makes', async () => {
    expect(await asReader(name, reader, `SELECT id FROM ${later}`)).toMatchObject({
      exitCode: 0,
      stdout: '41',
    });
  });

  const writes = [
    'INSERT INTO later VALUES (1)',
    'UPDATE later SET id = 1',
    'DELETE FROM later',
    'TRUNCATE later',
    'DROP TABLE later',
    'ALTER TABLE later ADD COLUMN more integer',
    'CREATE INDEX ON later (id)',
    'SELECT id FROM later FOR UPDATE',
    'DO $$ BEGIN LOCK TABLE later IN EXCLUSIVE MODE; END $$',
    'CREATE TABLE mine (id integer)',
    'CREATE TEMPORARY TABLE mine (id integer)',
    'SELECT id INTO mine FROM later',
    'CREATE SCHEMA mine',
    'CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE DATABASE mine',
    'CREATE ROLE mine',
    "COPY later FROM PROGRAM 'id'",
    "COPY later TO '/tmp/mine'",
    "SELECT pg_read_file('/etc/passwd')",
    'SELECT lo_create(0)',
  ];
  test.each(writes)('may not: %s', async (statement) => {
    // a session that may write is what an attacker would ask for first
    const writable = 'SET default_transaction_read_only = off';
    const { exitCode, stderr } = await asReader(name, reader, writable, statement.replaceAll('later', later));
    expect(exitCode, `${statement} went through`).not.toBe(0);
    expect(stderr).toMatch(/permission denied|must be owner|must have|must be superuser/i);
  });

  test('may not become the owner', async () => {
    const { exitCode } = await asReader(name, reader, `SET ROLE "${ownerOf(name).user}"`);
    expect(exitCode).not.toBe(0);
  });

  test.each(['', 'wrong'])('is refused with the password %j', async (password) => {
    const { database } = ownerOf(name);
    const { exitCode, stderr } = await query(
      target,
      postgres,
      { user: reader, password, database },
      'SELECT 1',
    );
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/password authentication failed|no password supplied/);
  });
});

describe.each(services)('the owner of the database of $name', ({ name }) => {
  test('has no power over the server', async () => {
    const attributes = 'rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls';
    const { stdout } = await asOwner(name, `SELECT ${attributes} FROM pg_roles WHERE rolname = current_user`);
    expect(stdout).toBe('f|f|f|f|f');
  });

  test('cannot connect to any other database', async () => {
    const { user, password, database } = ownerOf(name);
    const all = await asOwner(name, 'SELECT datname FROM pg_database WHERE datallowconn');
    for (const other of all.stdout.split('\n').filter((candidate) => candidate !== database)) {
      const { exitCode, stderr } = await query(
        target,
        postgres,
        { user, password, database: other },
        'SELECT 1',
      );
      expect(exitCode, `${user} came into ${other}`).not.toBe(0);
      expect(stderr).toMatch(/permission denied for database/);
    }
  });
});

test('no superuser comes in over TCP', async () => {
  const [service] = services;
  const { stdout } = await asOwner(service?.name ?? '', 'SELECT rolname FROM pg_roles WHERE rolsuper');
  for (const user of stdout.split('\n'))
    for (const password of ['', 'postgres', user]) {
      const { exitCode } = await query(
        target,
        postgres,
        { user, password, database: 'postgres' },
        'SELECT 1',
      );
      expect(exitCode, `${user} came in`).not.toBe(0);
    }
});

const tablesOf =
  "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";

async function asOwner(service: string, ...statements: string[]) {
  const ran = await query(target, postgres, ownerOf(service), ...statements);
  if (ran.exitCode !== 0) throw new Error(`owner of ${service}: ${statements}: ${ran.stderr}`);
  return ran;
}

function asReader(service: string, reader: string, ...statements: string[]) {
  const password = credentials.readers.find(({ name }) => name === reader)?.password ?? '';
  return query(
    target,
    postgres,
    { user: reader, password, database: ownerOf(service).database },
    ...statements,
  );
}

function ownerOf(service: string): Login {
  const login = owners.get(service);
  if (!login) throw new Error(`${service}: no replica tells where its database is`);
  return login;
}
