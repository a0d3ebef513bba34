import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServicePlan } from '@causeway/plan';
import { type Release, Secret } from '@causeway/release';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected } from './connection.ts';
import { PostgresDatabases } from './postgres-databases.ts';
import { RunningPostgres } from './testing/running-postgres.ts';

const odd = ` '"\\$&?%#:/@[]{}|;,<>\`~^*()+=-_!äßλ字😀\t`;
const passwords: Record<string, string> = {
  api: `api-secret${odd}`,
  'web-site': 'site-secret-4711',
  developer: `developer-secret${odd}`,
  guest: 'guest-secret',
  shop: 'shop-secret',
  fresh: 'fresh-secret',
};
const late = ['late', 'late-1', 'late-2', 'late-3'];
for (const role of late) passwords[role] = `${role}-secret`;
const passwordOf = async (role: string) => new Secret(passwords[role] ?? '');
const service = (name: string) => ({ name }) as ServicePlan;

const server = new RunningPostgres(['developer']);
const databases = () => new PostgresDatabases(server.plan, passwordOf, (command) => server.run(command));
const asSuperuser = <T>(database: string, work: (client: pg.Client) => Promise<T>) =>
  connected({ socket: server.plan.socket, port: server.plan.port }, database, work);
const as = (user: string, database: string, ...statements: string[]) =>
  server.as(user, { password: passwords[user] ?? '', database }, async (client) => {
    let last: pg.QueryResult = await client.query('SELECT 1');
    for (const statement of statements) last = await client.query(statement);
    return last.rows;
  });

beforeAll(() => server.start());
afterAll(() => server.stop());

beforeAll(async () => {
  await databases().ensure(['api', 'web-site']);
  await as(
    'api',
    'api',
    'CREATE TABLE note (id serial PRIMARY KEY, text text)',
    "INSERT INTO note (text) VALUES ('before')",
    'CREATE SCHEMA early',
    'CREATE TABLE early.thing AS SELECT 1 AS one',
  );
  await databases().ensure(['api', 'web-site']);
});

describe('what is there already is left as it is', () => {
  const catalogue = () =>
    asSuperuser('api', async (client) => {
      const { rows } = await client.query(`
        SELECT 'role' AS kind, rolname AS name, rolsuper::text || rolcanlogin || rolconfig::text AS rights FROM pg_roles
        UNION ALL SELECT 'database', datname, datacl::text FROM pg_database
        UNION ALL SELECT 'relation', relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'default', defaclobjtype::text, defaclacl::text FROM pg_default_acl
        UNION ALL SELECT 'schema', nspname, nspacl::text FROM pg_namespace ORDER BY 1, 2, 3`);
      return rows;
    });

  test('twice in a row', async () => {
    const before = await catalogue();
    await databases().ensure(['api', 'web-site']);
    expect(await catalogue()).toEqual(before);
  });

  test('twenty at once, half of them from another view of the plan', async () => {
    const before = await catalogue();
    const [one, other] = [databases(), databases()];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).ensure(['api', 'web-site'])),
    );
    expect(await catalogue()).toEqual(before);
  });

  test('also when twenty make a new one at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => databases().ensure(['fresh'])));
    expect(await as('fresh', 'fresh', 'SELECT current_user')).toEqual([{ current_user: 'fresh' }]);
  });
});

describe('the owner of a service', () => {
  test('connects by the URI that the service is given, whatever is in the password', async () => {
    const uri = (await databases().uri(service('api'))).reveal();
    const client = new pg.Client({ connectionString: uri });
    await client.connect();
    const { rows } = await client.query('SELECT current_user, current_database()');
    await client.end();
    expect(rows).toEqual([{ current_user: 'api', current_database: 'api' }]);
  });

  test('may make tables, schemas and large objects in its own database', async () => {
    await as(
      'web-site',
      'web-site',
      'CREATE TABLE own (id int)',
      'CREATE SCHEMA more',
      'SELECT lo_create(0)',
    );
  });

  test.each(['web-site', 'postgres', 'template1'])('cannot connect to %s', async (database) => {
    await expect(as('api', database)).rejects.toThrow(`permission denied for database "${database}"`);
  });

  test.each([
    'CREATE ROLE another',
    'CREATE DATABASE another',
    'ALTER ROLE developer SUPERUSER',
    'ALTER ROLE developer RESET default_transaction_read_only',
    'SELECT * FROM pg_authid',
    "COPY note TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
  ])('may not: %s', async (statement) => {
    await expect(as('api', 'api', statement)).rejects.toThrow(/permission denied|must be|denied/);
  });
});

describe('a reader', () => {
  const reads = (statement: string) => as('developer', 'api', statement);

  test('reads what was there before it came', async () => {
    expect(await reads('SELECT text FROM note')).toEqual([{ text: 'before' }]);
    expect(await reads('SELECT one FROM early.thing')).toEqual([{ one: 1 }]);
  });

  test('reads tables, sequences, schemas and views of a later migration', async () => {
    await as(
      'api',
      'api',
      'CREATE TABLE later (id serial, text text)',
      "INSERT INTO later (text) VALUES ('after')",
      'CREATE VIEW seen AS SELECT text FROM later',
      'CREATE MATERIALIZED VIEW kept AS SELECT text FROM later',
      'CREATE SCHEMA next',
      'CREATE TABLE next.thing AS SELECT 2 AS two',
    );
    for (const table of ['later', 'seen', 'kept'])
      expect(await reads(`SELECT text FROM ${table}`)).toEqual([{ text: 'after' }]);
    expect(await reads('SELECT two FROM next.thing')).toEqual([{ two: 2 }]);
    expect(await reads('SELECT last_value FROM later_id_seq')).toEqual([{ last_value: '1' }]);
  });

  test('reads every service, and the maintenance database not at all', async () => {
    expect(await as('developer', 'web-site', 'SELECT current_database()')).toHaveLength(1);
    await expect(as('developer', 'postgres')).rejects.toThrow('permission denied for database "postgres"');
  });

  test.each([
    "INSERT INTO note (text) VALUES ('x')",
    "UPDATE note SET text = 'x'",
    'DELETE FROM note',
    'TRUNCATE note',
    'CREATE TABLE mine (id int)',
    'CREATE TABLE next.mine (id int)',
    'CREATE TEMP TABLE mine (id int)',
    'CREATE SCHEMA mine',
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'ALTER TABLE note ADD COLUMN mine int',
    'DROP TABLE note',
    'CREATE INDEX ON note (text)',
    "SELECT nextval('note_id_seq')",
    "SELECT setval('note_id_seq', 100)",
    "COPY note FROM PROGRAM 'echo 1'",
    "COPY note TO PROGRAM 'cat'",
    "COPY note TO '/tmp/note'",
    'SELECT lo_create(0)',
    'SELECT lo_creat(-1)',
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/passwd')",
    'BEGIN; LOCK TABLE note IN EXCLUSIVE MODE',
    'REFRESH MATERIALIZED VIEW kept',
    'SELECT * FROM note FOR UPDATE',
    'SET ROLE api',
    'SET SESSION AUTHORIZATION api',
    'GRANT api TO developer',
    'ALTER ROLE developer SUPERUSER',
    'ALTER DATABASE api SET search_path = mine',
    'SELECT rolpassword FROM pg_authid',
    'SELECT passwd FROM pg_shadow',
    "SELECT pg_read_file('/etc/passwd')",
  ])('may not, not even after it has switched read-only off: %s', async (statement) => {
    const off = 'SET default_transaction_read_only = off';
    const attempt = as('developer', 'api', off, 'SET transaction_read_only = off', statement);
    await expect(attempt).rejects.toThrow(/permission denied|must (be|have)|only superuser|denied/i);
    expect(await reads('SELECT text FROM note')).toEqual([{ text: 'before' }]);
  });

  test("sees no other role's password hash", async () => {
    expect(await reads("SELECT count(*)::int FROM pg_roles WHERE rolpassword <> '********'")).toEqual([
      { count: 0 },
    ]);
  });

  test('that the config no longer names loses its open connection and gets no other, until it is named again', async () => {
    const plan = { ...server.plan, readers: ['developer', 'guest'] };
    await new PostgresDatabases(plan, passwordOf).ensure(['api']);
    const guest = as('guest', 'api', 'SELECT pg_sleep(600)');
    const ended = expect(guest).rejects.toThrow('terminating connection');
    await asSuperuser('api', async (client) => {
      const sleeps = "SELECT FROM pg_stat_activity WHERE usename = 'guest' AND query LIKE '%pg_sleep%'";
      while ((await client.query(sleeps)).rowCount === 0);
    });

    await databases().ensure(['api']);
    await ended;
    await expect(as('guest', 'api')).rejects.toThrow('not permitted to log in');
    expect(await as('developer', 'api')).toHaveLength(1);

    await new PostgresDatabases(plan, passwordOf).ensure(['api']);
    expect(await as('guest', 'api', 'SELECT text FROM note')).toHaveLength(1);
    await databases().ensure(['api']);
  });

  test('that becomes a service may write in its own database', async () => {
    await new PostgresDatabases({ ...server.plan, readers: ['developer', 'shop'] }, passwordOf).ensure([]);
    await databases().ensure(['shop']);
    await databases().ensure(['shop']);
    await as('shop', 'shop', 'CREATE TABLE own (id int)');
  });
});

describe('over the network', () => {
  test.each(['', 'postgres', 'anything'])('the superuser is refused with password %j', async (password) => {
    const attempt = server.as('postgres', { password, database: 'postgres' }, async () => {});
    await expect(attempt).rejects.toThrow(/pg_hba\.conf rejects connection/);
  });

  test.each(['', 'wrong', 'developer-secret'])('a reader is refused with password %j', async (password) => {
    const attempt = server.as('developer', { password, database: 'api' }, async () => {});
    await expect(attempt).rejects.toThrow(/password/);
  });

  test('nobody comes in by the socket but the superuser', async () => {
    const attempt = server.as(
      'api',
      { host: server.plan.socket, password: passwords.api ?? '' },
      async () => {},
    );
    await expect(attempt).rejects.toThrow(/no pg_hba\.conf entry|rejects connection/);
  });
});

const releaseOf = (name: string, id: string, deploy: object = {}) =>
  ({
    service: name,
    id,
    version: `1.0.0+${id.slice(1)}`,
    image: 'sha256:1',
    fingerprint: `of-${id}`,
    settings: { deploy: { migrate: 60_000, migrateLock: 20_000, ...deploy } },
  }) as Release;
const lockHolders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted";

describe('a migration', () => {
  test('that fifty ask for at the same moment runs once, and all get its output', async () => {
    let runs = 0;
    const migration = async () => `run ${++runs}`;
    const asked = Array.from({ length: 50 }, () =>
      databases().migrateOnce(releaseOf('api', 'r1'), migration),
    );
    const results = await Promise.all(asked);
    expect(results.map(({ output }) => output)).toEqual(Array.from({ length: 50 }, () => 'run 1'));
    expect(results.filter(({ ran }) => ran)).toHaveLength(1);
  });

  test('of another release runs again', async () => {
    const migration = async () => 'again';
    expect(await databases().migrateOnce(releaseOf('api', 'r2'), migration)).toEqual({
      output: 'again',
      ran: true,
    });
  });

  test('that fails gives its error, and runs again the next time', async () => {
    const release = releaseOf('api', 'r3');
    const fails = () => Promise.reject(new Error('exit code 7'));
    await expect(databases().migrateOnce(release, fails)).rejects.toThrow('exit code 7');
    expect(await databases().migrateOnce(release, async () => 'mended')).toEqual({
      output: 'mended',
      ran: true,
    });
    expect(await databases().migrateOnce(release, fails)).toEqual({ output: 'mended', ran: false });
  });

  test('of one service does not hold up another', async () => {
    const inner = async () =>
      (await databases().migrateOnce(releaseOf('web-site', 'r1'), async () => 'both')).output;
    expect(await databases().migrateOnce(releaseOf('api', 'r4'), inner)).toEqual({
      output: 'both',
      ran: true,
    });
  });

  test('that loses its lock is told, does not count as done, and runs again', async () => {
    const release = releaseOf('api', 'r5');
    const cut = databases().migrateOnce(release, async (lost) => {
      const told = new Promise((resolve) => lost.addEventListener('abort', resolve));
      await asSuperuser('api', (client) =>
        client.query(`SELECT pg_terminate_backend(pid) FROM (${lockHolders}) held`),
      );
      await told;
      return 'done beside another';
    });
    await expect(cut).rejects.toThrow('the connection that held the migration lock was lost');
    expect(await databases().migrateOnce(release, async () => 'alone')).toEqual({
      output: 'alone',
      ran: true,
    });
  });

  test('that another holds up says who does, since when, and how to end it', async () => {
    const waiting = releaseOf('api', 'r7', { migrateLock: 100 });
    let message = '';
    await databases().migrateOnce(releaseOf('api', 'r6'), async () => {
      message = await databases()
        .migrateOnce(waiting, async () => 'never')
        .then(() => 'ran', String);
      return '';
    });
    expect(message).toMatch(
      /lock was not free within 0\.1 s: "causeway-migrate api r6" \(pid \d+\) has held it since 2\S+Z; wait .* docker exec -u postgres \S+-postgres psql -c 'SELECT pg_terminate_backend\(\d+\)'/,
    );
  });

  test('that is aborted does not wait for its lock to the end', async () => {
    const abort = new AbortController();
    const waiting = releaseOf('api', 'r9', { migrateLock: 600_000 });
    await databases().migrateOnce(releaseOf('api', 'r10'), async () => {
      const waits = databases().migrateOnce(waiting, async () => 'never', abort.signal);
      setTimeout(() => abort.abort(), 200);
      await expect(waits).rejects.toThrow('canceling statement due to user request');
      return '';
    });
    const late = databases().migrateOnce(waiting, async () => 'never', abort.signal);
    await expect(late).rejects.toThrow('aborted');
  });

  test('may say what Postgres cannot store', async () => {
    const said = await databases().migrateOnce(releaseOf('api', 'r8'), async () => 'a\0b');
    expect(said.ran).toBe(true);
    const again = await databases().migrateOnce(releaseOf('api', 'r8'), async () => 'again');
    expect(again).toEqual({ output: 'ab', ran: false });
  });

  test('is remembered where the service may look and may not write', async () => {
    expect(await as('api', 'api', "SELECT output FROM causeway.migrations WHERE release = 'r2'")).toEqual([
      { output: 'again' },
    ]);
    await expect(as('api', 'api', 'DELETE FROM causeway.migrations')).rejects.toThrow('permission denied');
  });

  test('is not begun where the schema of its record belongs to the service', async () => {
    await databases().ensure(['fresh']);
    await as('fresh', 'fresh', 'CREATE SCHEMA causeway');
    const attempt = databases().migrateOnce(releaseOf('fresh', 'r1'), async () => 'never');
    await expect(attempt).rejects.toThrow('the database has a schema "causeway" of fresh');
  });
});

describe('a copy of the database before a migration', () => {
  const databasesLike = (pattern: string) =>
    asSuperuser('postgres', async (client) => {
      const { rows } = await client.query(
        'SELECT datname FROM pg_database WHERE datname LIKE $1 ORDER BY 1',
        [pattern],
      );
      return rows.map(({ datname }) => datname);
    });

  test('holds what was there, while the service goes on, and only the last one stays', async () => {
    await server.as('api', { password: passwords.api ?? '', database: 'api' }, async (service) => {
      await service.query('CREATE TABLE worth AS SELECT 1 AS one');
      expect(await databases().snapshot(releaseOf('api', 'r20'))).toBe('api_before_r20');
      await service.query('UPDATE worth SET one = 2');
      expect(await databases().snapshot(releaseOf('api', 'r20'))).toBe('api_before_r20');
    });
    expect(await as('api', 'api_before_r20', 'SELECT one FROM worth')).toEqual([{ one: 1 }]);
    expect(await databases().snapshot(releaseOf('api', 'r21'))).toBe('api_before_r21');
    expect(await databasesLike('api\\_%')).toEqual(['api_before_r21']);
  });

  test('that cannot be made leaves nothing, and the one before', async () => {
    const broken = new PostgresDatabases(server.plan, passwordOf, async (command) =>
      command[0] === 'df' ? server.run(command) : { exitCode: 3, output: 'no room' },
    );
    await expect(broken.snapshot(releaseOf('api', 'r22'))).rejects.toThrow(
      'could not be copied, exit code 3:\nno room',
    );
    expect(await databasesLike('api\\_%')).toEqual(['api_before_r21']);
  });

  test('that is aborted ends in the middle, and leaves nothing', async () => {
    const abort = new AbortController();
    const slow = new PostgresDatabases(server.plan, passwordOf, async (command) => {
      if (command[0] === 'df') return server.run(command);
      setTimeout(() => abort.abort(), 200);
      const restore = asSuperuser('api_copying', (client) => client.query('SELECT pg_sleep(20)'));
      return restore.then(
        () => ({ exitCode: 0, output: '' }),
        (error) => ({ exitCode: 1, output: error.message }),
      );
    });
    await expect(slow.snapshot(releaseOf('api', 'r24'), abort.signal)).rejects.toThrow('could not be copied');
    expect(await databasesLike('api\\_%')).toEqual(['api_before_r21']);
  });

  test('is not begun without room for it', async () => {
    const output = 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 9 9 1024 9% /';
    const full = new PostgresDatabases(server.plan, passwordOf, async () => ({ exitCode: 0, output }));
    await expect(full.snapshot(releaseOf('api', 'r23'))).rejects.toThrow(
      /needs \d+ MB free on its volume, and 1 MB are/,
    );
  });

  test('can take the place of the database, as the operations page says', async () => {
    await as('api', 'api', 'UPDATE worth SET one = 3');
    for (const statement of restoring('api', 'api_before_r21'))
      await asSuperuser('postgres', (client) => client.query(statement));
    await databases().ensure(['api']);
    expect(await as('api', 'api', 'SELECT one FROM worth')).toEqual([{ one: 2 }]);
    expect(await as('developer', 'api', 'SELECT one FROM worth')).toEqual([{ one: 2 }]);
  });
});

test('no secret is in the log of a server that logs every statement', async () => {
  await databases().ensure(['api', 'web-site']);
  const log = server.log();
  expect(log).toContain('CREATE DATABASE');
  for (const password of ['api-secret', 'site-secret', 'developer-secret'])
    expect(log).not.toContain(password);
  expect(log).not.toMatch(/PASSWORD '/);
});

describe('a server that restarts', () => {
  test('is reachable again, and all is as before', async () => {
    await server.restart();
    await expect(databases().reachable()).resolves.toBeUndefined();
    await databases().ensure(['api', 'web-site']);
    expect(await as('developer', 'api', 'SELECT text FROM note')).toEqual([{ text: 'before' }]);
  });

  test('in the middle of a migration is an error, and the migration runs again', async () => {
    const release = releaseOf('api', 'r30');
    const cut = databases().migrateOnce(release, async () => {
      await server.restart();
      return 'migrated';
    });
    await expect(cut).rejects.toThrow('the connection that held the migration lock was lost');
    expect(await databases().migrateOnce(release, async () => 'again')).toEqual({
      output: 'again',
      ran: true,
    });
  });

  test('in the middle of making roles is an error, and the next try makes them', async () => {
    const asked = late.map((name) => databases().ensure([name]));
    const [results] = await Promise.all([Promise.allSettled(asked), server.restart()]);
    expect(results).toHaveLength(late.length);
    await databases().ensure(late);
    for (const name of late) expect(await as(name, name, 'SELECT 1')).toHaveLength(1);
  });
});

/** The statements of the operations page, for these databases. */
function restoring(database: string, copy: string): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
  const [, block = ''] = /```sql\n([^`]*)```/.exec(page) ?? [];
  const statements = block.split(';').flatMap((each) => each.trim() || []);
  expect(statements.length).toBeGreaterThan(3);
  return statements.map((each) =>
    each.replaceAll('"api_before_r12"', `"${copy}"`).replaceAll('"api"', `"${database}"`),
  );
}
