import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { countFailures } from '../accounting/failures.ts';
import { settleWrites } from '../accounting/writes.ts';
import { show } from '../figures.ts';
import { neighboursOf } from '../load/lasting-mix.ts';
import { underLoad } from '../load/load.ts';
import type { LoadPlan, Observation } from '../load/load-plan.ts';
import { mixOf } from '../load/mix.ts';
import { connect } from '../load/transports/keep-alive.ts';
import { attempt, type Ended, type ServiceStatus } from '../platform/commands.ts';
import { containerOf } from '../platform/containers.ts';
import { kill } from '../platform/engine.ts';
import { entriesOf, newestEntry } from '../platform/history.ts';
import { statusOf } from '../platform/settled.ts';
import { until } from '../platform/until.ts';
import { startOf, waitUntilBack } from '../platform/wholeness.ts';
import { heldWrites, newestWrite } from '../platform/writes.ts';
import { type NamedService, originOf } from '../target.ts';

const target = inject('target');
const limit = 5 * 60_000;
const rate = 20;
/** Longer than any pause. Milliseconds. */
const patience = 60_000;
/** How long the load goes on before and after, in milliseconds. */
const margin = 1000;

describe.each(target.services)('a pause of $name', (service) => {
  let paused: Ended;
  let window: Window;
  let status: ServiceStatus;
  let words: string;
  let account: Account;
  let told: string[];

  beforeAll(async () => {
    const before = await newestEntry(target);
    const { result, ...counted } = await accounted(service, async () => {
      paused = await attempt(target, ['pause', service.name, '--json']);
      const since = Date.now();
      // at the same time: a pause is short, and a command may be slow
      [status, { stdout: words }] = await Promise.all([untilHeld(service), attempt(target, ['status'])]);
      return { since, until: await untilOver(service) };
    });
    window = result;
    account = counted;
    told = (await entriesOf(target, service, before)).map(({ action, by }) => `${action} by ${by}`);
  }, limit);

  test('holds what comes, and says so', () => {
    expect(paused).toMatchObject({ exitCode: 0 });
    expect(within(account.own, window)).toEqual([]);
    expect(status.paused?.by).toContain('@');
    expect(words).toMatch(/PAUSED by \S+@\S+: \d+ requests held, until/);
  });

  test('ends by itself', () => {
    expect(told).toEqual(['resume by the agent', `pause by ${status.paused?.by}`]);
  });

  test('fails nobody', (context) => {
    showHeld(context, service, account);
    expect(countFailures([...account.own, ...account.neighbours])).toEqual({});
    expect(settleWrites(account.own, account.stored)).toMatchObject({ lost: [], doubled: [], strange: [] });
  });

  test.skipIf(target.services.length === 1)('leaves the neighbours alone', () => {
    const streams = new Set(within(account.neighbours, window).map(({ stream }) => stream));
    expect(streams.size).toBe(target.services.length - 1);
  });
});

describe.each(target.services)('a pause of $name while the agent restarts', (service) => {
  let paused: Ended;
  let after: ServiceStatus;
  let resumed: Ended;
  let again: Ended;
  let account: Account;

  beforeAll(async () => {
    const restart = await readyToRestart();
    account = await accounted(service, async () => {
      paused = await attempt(target, ['pause', service.name, '--json']);
      await restart();
      after = await untilHeld(service);
      resumed = await attempt(target, ['resume', service.name, '--json']);
      again = await attempt(target, ['resume', service.name]);
    });
  }, limit);

  test('goes on until it is ended', () => {
    expect(after.paused?.until).toBe(JSON.parse(paused.stdout).until);
    expect(resumed).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(resumed.stdout).held).toBeGreaterThan(0);
    expect(again).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('not paused') });
  });

  test('fails nobody', () => {
    expect(countFailures([...account.own, ...account.neighbours])).toEqual({});
    expect(settleWrites(account.own, account.stored)).toMatchObject({ lost: [], doubled: [], strange: [] });
  });
});

describe.each(target.services)('a pause of $name while a command runs', (service) => {
  const commands = [
    { how: 'ends well', exitCode: 0, ended: 0 },
    { how: 'fails', exitCode: 7, ended: 1 },
  ].map((command, turn) => ({ ...command, turn }));
  const ends: Ended[] = [];
  let account: Account;
  let after: ServiceStatus;

  beforeAll(async () => {
    account = await accounted(service, async () => {
      for (const { exitCode } of commands) {
        // the moment it begins and the one it ends, said by the command itself
        const command = `date +%s%3N; sleep 1; date +%s%3N; exit ${exitCode}`;
        ends.push(await attempt(target, ['pause', service.name, '--while', command, '--json']));
      }
    });
    after = await statusOf(target, service.name);
  }, limit);

  test.each(commands)('that $how: holds requests as long as it runs', ({ turn, exitCode, ended }) => {
    const { stdout, stderr, exitCode: own } = ends[turn] as Ended;
    const [since = 0, until = 0] = (stderr.match(/^\d{13}$/gm) ?? []).map(Number);
    expect(own).toBe(ended);
    if (exitCode !== 0) expect(stderr).toContain(`exit code ${exitCode}`);
    expect(JSON.parse(stdout).while).toMatchObject({ exitCode, late: false });
    expect(JSON.parse(stdout).while.held).toBeGreaterThan(0);
    expect(until - since).toBeGreaterThanOrEqual(1000);
    expect(within(account.own, { since, until })).toEqual([]);
  });

  test('lets them go on then, and fails nobody', () => {
    expect(after.paused).toBeUndefined();
    expect(countFailures([...account.own, ...account.neighbours])).toEqual({});
  });
});

describe.each(target.services)('maintenance of $name', (service) => {
  const page = `<h1>Back soon</h1><p>${randomBytes(6).toString('hex')}</p>`;
  const connection = connect({ origin: originOf(target, service), ca: target.ca });
  let first: number;
  let on: Ended;
  beforeAll(async () => {
    first = await newestEntry(target);
    const file = join(target.folder, 'maintenance.html');
    mkdirSync(target.folder, { recursive: true });
    writeFileSync(file, page);
    const how = ['--page', file, '--retry-after', '10m'];
    on = await attempt(target, ['maintenance', service.name, 'on', ...how]);
  }, limit);
  afterAll(async () => {
    // lets the service serve again also when a test before has failed
    await attempt(target, ['maintenance', service.name, 'off']);
    await connection.close();
  }, limit);

  const ask = async (method: 'GET' | 'POST' | 'DELETE' = 'GET') => {
    const answer = await connection.request({ method, path: service.health?.path ?? '/' });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  };

  test.each(['GET', 'POST', 'DELETE'] as const)('answers %s with 503 and the page', async (method) => {
    expect(on).toMatchObject({ exitCode: 0 });
    const { status, headers, body } = await ask(method);
    expect({ status, body }).toEqual({ status: 503, body: page });
    expect(headers).toMatchObject({
      'retry-after': '600',
      'content-type': expect.stringContaining('text/html'),
    });
    expect(headers['x-replica']).toBeUndefined();
  });

  test('shows in status', async () => {
    expect((await statusOf(target, service.name)).maintenance?.by).toContain('@');
    expect((await attempt(target, ['status'])).stdout).toMatch(/IN MAINTENANCE since .+ by \S+@\S+/);
  });

  test('goes on while the agent restarts, and leaves the neighbours alone', { timeout: limit }, async () => {
    const restart = await readyToRestart();
    const { record } = await underLoad(turnedAway(service, page), async () => {
      await restart();
      await until('the agent answers', async () => Boolean(await statusOf(target, service.name)), {
        every: 200,
        atMost: patience,
      });
      await pause(margin);
    });
    expect(record.observations.length).toBeGreaterThan(0);
    expect(countFailures(record.observations)).toEqual({});
    expect((await statusOf(target, service.name)).maintenance?.by).toContain('@');
  });

  test('says so in words of its own where no page is given', { timeout: limit }, async () => {
    await attempt(target, ['maintenance', service.name, 'on']);
    const { status, headers, body } = await ask();
    expect(status).toBe(503);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    expect(body).toContain('maintenance');
  });

  test('is over when it is ended, and stands in the history', { timeout: limit }, async () => {
    const off = await attempt(target, ['maintenance', service.name, 'off']);
    const again = await attempt(target, ['maintenance', service.name, 'off']);
    expect([off, again]).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
    expect((await ask()).status).toBe(200);
    expect((await statusOf(target, service.name)).maintenance).toBeUndefined();
    const told = await entriesOf(target, service, first);
    expect(told.map(({ action }) => action)).toEqual(['maintenance off', 'maintenance on', 'maintenance on']);
  });
});

/** By this machine's clock, milliseconds since the epoch. */
interface Window {
  readonly since: number;
  readonly until: number;
}

/** Requests that were sent after it began and answered before it ended. */
function within(observations: readonly Observation[], { since, until }: Window): Observation[] {
  return observations.filter(({ sent, ended, at }) => at - (ended - sent) > since && at < until);
}

interface Account {
  readonly own: readonly Observation[];
  readonly neighbours: readonly Observation[];
  readonly stored: ReadonlyMap<string, number>;
}

/** Runs the task under a light load, and fetches afterwards what is stored of the load's writes. */
async function accounted<T>(
  service: NamedService,
  task: () => Promise<T>,
): Promise<Account & { readonly result: T }> {
  const run = randomBytes(6).toString('hex');
  const keepsBook = service.name === 'palindrom';
  const since = keepsBook ? await newestWrite(target, service) : 0;
  const { record, result } = await underLoad(loadOn(service, run), async () => {
    await pause(margin);
    const done = await task();
    await pause(margin);
    return done;
  });
  const stored = keepsBook ? await heldWrites(target, service, since) : new Map<string, number>();
  const isNeighbours = ({ stream }: Observation) => stream.startsWith('neighbour ');
  return {
    result,
    own: record.observations.filter((seen) => !isNeighbours(seen)),
    neighbours: record.observations.filter(isNeighbours),
    stored: new Map([...stored].filter(([id]) => id.startsWith(run))),
  };
}

function loadOn(service: NamedService, run: string): LoadPlan {
  const mix = mixOf(target, service, rate, run);
  return { ...mix, timeout: patience, streams: [...mix.streams, ...neighboursOf(target, service)] };
}

/** Requests that are to get the page; those to the neighbours are to be served. */
function turnedAway(service: NamedService, page: string): LoadPlan {
  const { streams, ...rest } = mixOf(target, service, rate, '');
  const expect = { status: 503, body: page };
  const readers = streams.filter(({ request }) => request.method === 'GET');
  return {
    ...rest,
    streams: [...readers.map((stream) => ({ ...stream, expect })), ...neighboursOf(target, service)],
  };
}

async function untilHeld({ name }: NamedService): Promise<ServiceStatus> {
  let status: ServiceStatus | undefined;
  const isHeld = async () => {
    status = await statusOf(target, name);
    return (status.paused?.held ?? 0) > 0;
  };
  await until(`requests to ${name} are held`, isHeld, { every: 100, atMost: patience });
  return status as ServiceStatus;
}

/** Gives when it was last known to hold: when a question was sent whose answer says so. */
async function untilOver({ name }: NamedService): Promise<number> {
  let heldAt = 0;
  const isOver = async () => {
    const asked = Date.now();
    const { paused } = await statusOf(target, name);
    if (paused) heldAt = asked;
    return !paused;
  };
  await until(`the pause of ${name} is over`, isOver, { every: 100, atMost: patience });
  return heldAt;
}

/** Looks up what it needs, so that the restart itself fits into a pause. */
async function readyToRestart(): Promise<() => Promise<void>> {
  const agent = await containerOf(target, 'agent');
  const before = await startOf(target, agent);
  return async () => {
    await kill(target, agent);
    await waitUntilBack(target, agent, before);
  };
}

function showHeld(context: Parameters<typeof show>[0], { name }: NamedService, { own }: Account): void {
  const waits = own.map(({ sent, ended }) => (ended - sent) / 1000);
  const row = {
    requests: own.length,
    'waited over 1 s': waits.filter((wait) => wait > 1).length,
    'longest (s)': Math.max(...waits),
  };
  show(context, `A pause of ${name} that ends by itself`, [row]);
}
