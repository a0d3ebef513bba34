import type { Release } from '@causeway/release';
import { Secret } from '@causeway/release';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connected } from './connection.ts';
import { PostgresDatabases } from './postgres-databases.ts';
import { MigratingProcess, type Order } from './testing/migrating-process.ts';
import { RunningPostgres } from './testing/running-postgres.ts';

const password = 'api-secret';
const server = new RunningPostgres([], 'mig-trial');
let build = 0;

beforeAll(async () => {
  await server.start();
  await new PostgresDatabases(server.plan, async () => new Secret(password)).ensure(['api']);
  await server.as('api', { password, database: 'api' }, (client) =>
    client.query('CREATE TABLE run (by text)'),
  );
});
afterAll(() => server.stop());
beforeEach(async () => {
  build += 1;
  await inDatabase((client) => client.query('TRUNCATE public.run'));
});

function inDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return connected({ socket: server.plan.socket, port: server.plan.port }, 'api', work);
}

const rowsOf = (sql: string, values: unknown[] = []) =>
  inDatabase(async (client) => (await client.query(sql, values)).rows);
const runs = async () => (await rowsOf('SELECT by FROM public.run')).length;
const isDone = async () =>
  (await rowsOf('SELECT finished_at FROM causeway.migrations WHERE release = $1', [`r${build}`])).map(
    ({ finished_at }) => finished_at !== null,
  );

/** The server's process that holds the lock, or the one that migrates. */
const terminate = (where: string) =>
  rowsOf(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${where}`);
const migrating = "usename = 'api'";
const holding = "application_name LIKE 'causeway-migrate %'";

/** Of the release of this test. */
function processThat(migration: Order['migration'], migrateLock = 120_000): MigratingProcess {
  const release = {
    service: 'api',
    id: `r${build}`,
    version: `1.0.0+${build}`,
    image: 'sha256:1',
    fingerprint: 'one',
    settings: { deploy: { migrate: 60_000, migrateLock } },
  } as Release;
  return new MigratingProcess({ plan: server.plan, release, password, migration });
}

async function interruptedBy(
  cut: (running: MigratingProcess) => Promise<unknown>,
): Promise<MigratingProcess> {
  const running = processThat('hang');
  running.go();
  await running.until('migrating');
  await cut(running);
  return running;
}

/** Alone, and to its end. */
async function another() {
  const next = processThat('insert');
  next.go();
  return next.outcome();
}

test('fifty processes that start at the same moment run a migration once', async () => {
  const all = Array.from({ length: 50 }, () => processThat('insert'));
  await Promise.all(all.map((each) => each.until('ready')));
  for (const each of all) each.go();
  const outcomes = await Promise.all(all.map((each) => each.outcome()));

  expect(await runs()).toBe(1);
  const [first] = outcomes;
  expect(first).toMatchObject({ said: 'done', output: expect.stringMatching(/^by \d+$/) });
  const outputs = outcomes.map((each) => each?.said === 'done' && each.output);
  expect(new Set(outputs).size).toBe(1);
  expect(outcomes.filter((each) => each?.said === 'done' && each.ran)).toHaveLength(1);
});

describe('a migration is not taken for done, and runs again,', () => {
  test('after its process was killed in the middle', async () => {
    await interruptedBy((running) => running.kill());
    expect(await isDone()).toEqual([false]);
    expect(await another()).toMatchObject({ said: 'done', ran: true });
    expect(await isDone()).toEqual([true]);
    expect(await runs()).toBe(2);
  });

  test('after the session with its lock was ended in the middle, which it is told', async () => {
    const cut = await interruptedBy(() => terminate(holding));
    expect(await cut.outcome()).toMatchObject({
      said: 'failed',
      message: expect.stringMatching(
        /^the connection that held the migration lock was lost, .* was ended, .* not count as done, .* again/,
      ),
    });
    expect(await isDone()).toEqual([false]);
    expect(await another()).toMatchObject({ said: 'done', ran: true });
  });

  test('after its own session was ended in the middle', async () => {
    const cut = await interruptedBy(() => terminate(migrating));
    expect(await cut.outcome()).toMatchObject({
      said: 'failed',
      message: expect.stringContaining('terminating connection due to administrator command'),
    });
    expect(await isDone()).toEqual([false]);
    expect(await another()).toMatchObject({ said: 'done', ran: true });
  });

  test('after the server was restarted in the middle', async () => {
    const cut = await interruptedBy(() => server.restart());
    expect(await cut.outcome()).toMatchObject({ said: 'failed' });
    expect(await isDone()).toEqual([false]);
    expect(await another()).toMatchObject({ said: 'done', ran: true });
  });
});

test('a statement of a migration that was killed is ended by the server', async () => {
  await interruptedBy((running) => running.kill());
  while ((await rowsOf(`SELECT FROM pg_stat_activity WHERE ${migrating}`)).length > 0);
  expect(await runs()).toBe(1);
});

test('a lock that another holds too long is an error that says who, since when, and what to do', async () => {
  const running = await interruptedBy(async () => {});
  const [holder] = await rowsOf(`SELECT pid FROM pg_stat_activity WHERE ${holding}`);
  const waiting = processThat('insert', 100);
  waiting.go();
  const refused = await waiting.outcome();
  await running.kill();

  const { message } = refused as { message: string };
  expect(message).toContain("the database's migration lock was not free within 0.1 s: ");
  expect(message).toContain(`"causeway-migrate api r${build}" (pid ${holder?.pid}) has held it since 2`);
  expect(message).toMatch(
    /; wait until it has ended, or end it: docker exec -u postgres mig-trial\S+-postgres psql -c 'SELECT pg_terminate_backend\(\d+\)'$/,
  );
  expect(await runs()).toBe(1);
});
