import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReleaseReport } from './protocol.ts';
import { Agent } from './testing/agent.ts';
import { examplePlan, exampleService } from './testing/example.ts';
import type { World } from './testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

describe('a release', () => {
  test('goes live step by step, and the one before is told, drained and stopped', async () => {
    await releaseImage('first');
    world.happened.length = 0;

    const report = await releaseImage('second');

    expect(report).toMatchObject({ outcome: 'released', version: '1.0.0+2', previous: '1.0.0+1' });
    expect(world.happened.filter((what) => !what.startsWith('save'))).toEqual([
      'run migrate for r2',
      'remove r2-migrate',
      'start r2-1',
      'start r2-2',
      'refresh',
      'serve r2',
      'refresh',
      'prepare 192.0.2.1',
      'prepare 192.0.2.2',
      'remove api-r1-1',
      'remove api-r1-2',
      'refresh',
    ]);
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(world.routes.get('api')).toBe('r2');
  });

  test('writes each step into the journal before it is taken and after it is done', async () => {
    await releaseImage('first');
    const [release] = world.journal('api').releases;
    expect(release?.steps.map(({ step, endedAt }) => [step, endedAt !== undefined])).toEqual([
      ['look', true],
      ['migrate', true],
      ['start', true],
      ['ready', true],
      ['switch', true],
    ]);
    expect(release?.steps.find(({ step }) => step === 'migrate')?.detail).toBe('migrated');
  });

  test('writes what the old replicas answer to the hooks into the journal and the history', async () => {
    world.behaviour.set('first', { needsPrepare: true, unfinished: 2 });
    await releaseImage('first');
    await releaseImage('second');
    expect(stepOf('r1', 'prepare')?.answers).toMatchObject([
      { replica: 1, hook: '/prepare', status: 200, said: '/prepare of r1' },
      { replica: 2, hook: '/prepare', status: 200, said: '/prepare of r1' },
    ]);
    expect(stepOf('r1', 'drain')?.answers).toMatchObject([
      { replica: 1, hook: '/ready', status: 503, said: '/ready of r1' },
      { replica: 2, hook: '/ready', status: 503 },
      { replica: 1, hook: '/ready', status: 200 },
      { replica: 2, hook: '/ready', status: 200 },
    ]);
    const told = world.history.find(({ action }) => action === 'retire');
    expect(told).not.toHaveProperty('why');
    expect(told?.steps).toEqual(['prepare', 'drain', 'stop'].map((step) => stepOf('r1', step)));
  });

  test('waits for what the edge and the application still have in hand', async () => {
    world.behaviour.set('first', { activeRequests: [2, 1], unfinished: 3 });
    await releaseImage('first');
    await releaseImage('second');
    const drained = stepOf('r1', 'drain');
    expect(drained?.detail).toBe('nothing left');
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });

  test('tells the old release only once nobody is routed there any more', async () => {
    world.behaviour.set('first', { totalRequests: [0, 0, 0, 0, 0, 6, 7, 7, 7, 7, 7, 7, 7, 7] });
    await releaseImage('first');
    const before = world.time;
    await releaseImage('second');
    const prepared = stepOf('r1', 'prepare');
    // it still rises at the second look, 50 ms after the first, and then stands still for a quarter of a second
    expect(prepared?.endedAt).toBe(before + 50 + 250);
    expect(prepared?.detail).toBe('replica 1: 200, replica 2: 200');
  });

  test('goes on waiting while the edge does not answer', async () => {
    await releaseImage('first');
    world.edgeAwayFor = 5;
    expect(await releaseImage('second')).toMatchObject({ outcome: 'released' });
    world.edgeAwayFor = 0;
    world.behaviour.set('second', { activeRequests: [0, 1, 1] });
    world.edgeAwayFor = 3;
    await releaseImage('third');
    expect(stepOf('r2', 'drain')?.detail).toBe('nothing left');
    expect(world.running()).toEqual(['api-r3-1', 'api-r3-2']);
  });

  describe('when a replica of the old one', () => {
    const patient = { ...exampleService, deploy: { ...exampleService.deploy, drain: 20_000 } };
    beforeEach(async () => {
      const inHand = Array.from({ length: 40 }, () => 1);
      world.behaviour.set('first', { needsPrepare: true, activeRequests: inHand });
      await releaseImage('first', patient);
    });

    test('was asked to prepare and then began anew, it is asked again', async () => {
      const released = releaseImage('second', patient);
      await begun('r1', 'drain');
      await world.end('api-r1-1');
      await world.begin('api-r1-1');
      await released;
      const drained = stepOf('r1', 'drain');
      expect(drained?.detail).toBe('nothing left');
      expect(drained?.answers?.filter(({ replica }) => replica === 1)).toMatchObject([
        { hook: '/ready', status: 503, said: '/ready of r1' },
        { hook: '/prepare', status: 200 },
        { hook: '/ready', status: 200 },
      ]);
      expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    });

    test('could not be asked to prepare since it began only later, it is asked then', async () => {
      await world.end('api-r1-2');
      const released = releaseImage('second', patient);
      await begun('r1', 'drain');
      await world.begin('api-r1-2');
      await released;
      expect(stepOf('r1', 'prepare')?.answers?.map(({ status }) => status)).toEqual([200, undefined]);
      expect(stepOf('r1', 'drain')?.detail).toBe('nothing left');
      expect(world.happened.filter((what) => what.startsWith('prepare'))).toEqual([
        'prepare 192.0.2.1',
        'prepare 192.0.2.2',
      ]);
    });

    test('has ended, it has nothing in hand, and what the other has is waited for', async () => {
      await world.end('api-r1-2');
      await releaseImage('second', patient);
      const drained = stepOf('r1', 'drain');
      expect(drained).toMatchObject({ detail: 'nothing left', facts: { open: 1, left: 0, drained: 1 } });
      expect(drained?.answers).toMatchObject([
        { replica: 1, status: 200 },
        { replica: 2, said: expect.any(String) },
      ]);
    });
  });

  test('goes on waiting for it when the clock is set meanwhile', async () => {
    world.behaviour.set('first', { unfinished: 8 });
    await releaseImage('first');
    const released = releaseImage('second');
    await begun('r1', 'drain');
    world.time += 60 * 60_000;
    await released;
    expect(stepOf('r1', 'drain')?.detail).toBe('nothing left');
  });

  test('takes a hook that hangs for busy, and asks it again', async () => {
    const patient = { ...exampleService, deploy: { ...exampleService.deploy, drain: 20_000 } };
    world.behaviour.set('first', { hangs: [true, true] });
    await releaseImage('first', patient);
    await releaseImage('second');
    const drained = stepOf('r1', 'drain');
    expect(drained?.detail).toBe('nothing left');
    expect(drained?.answers?.map(({ replica, status }) => [replica, status])).toEqual([
      [1, undefined],
      [2, undefined],
      [1, 200],
      [2, 200],
    ]);
  });

  test('waits for one that hangs to the end of the drain window, and says so', async () => {
    world.behaviour.set('first', { hangs: Array.from({ length: 50 }, () => true) });
    await releaseImage('first');
    await releaseImage('second');
    expect(stepOf('r1', 'drain')?.detail).toBe(
      'waited 3 s for the old release to finish: replica 1 does not answer to /ready: timeout',
    );
  });

  test('does not wait for one that hangs and does not run', async () => {
    world.behaviour.set('first', { hangs: Array.from({ length: 50 }, () => true) });
    await releaseImage('first');
    for (const name of ['api-r1-1', 'api-r1-2']) await world.end(name);
    await releaseImage('second');
    expect(stepOf('r1', 'drain')?.detail).toBe('nothing left');
  });

  test('stops the old release at the end of the drain window and says what was left', async () => {
    world.behaviour.set('first', { unfinished: Number.POSITIVE_INFINITY });
    await releaseImage('first');
    await releaseImage('second');
    const drained = stepOf('r1', 'drain');
    expect(drained?.detail).toBe(
      'waited 3 s for the old release to finish: replica 1 answers 503 /ready of r1',
    );
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });
});

describe('a release that cannot go live leaves the old one alone', () => {
  test.each([
    ['is not on the engine', 'missing', {}, 'the engine has no image missing; build or pull it there first'],
    ['is refused by the edge', 'bad', { edgeRefuses: true }, 'the edge refuses the settings of api'],
    [
      'is kept waiting by the edge',
      'bad',
      { edgeHangs: true },
      'waited 5 s for the checks before the release; the last one was of the edge, whether it would take the release',
    ],
    ['fails to migrate', 'bad', { migrationExit: 7 }, '"migrate" ended with exit code 7:\nmigrated'],
    [
      'ends by itself',
      'bad',
      { exits: true },
      'replica 1 ended by itself before it was ready (exit code 3)\napi-r2-1:\nlast line of api-r2-1\napi-r2-2:\nlast line of api-r2-2',
    ],
    [
      'has no such command',
      'bad',
      { exits: 127 },
      'replica 1 ended by itself before it was ready (exit code 127: its command, or a file that this needs, was not found in the image)\napi-r2-1:\nlast line of api-r2-1\napi-r2-2:\nlast line of api-r2-2',
    ],
    [
      'never gets ready',
      'bad',
      { status: 500 },
      'waited 3 s for 200 from /status on port 8080: replica 1 answers 500 /status of r2\napi-r2-1:\nlast line of api-r2-1\napi-r2-2:\nlast line of api-r2-2',
    ],
    [
      'is asked for a path that leads elsewhere',
      'bad',
      { status: 301 },
      'waited 3 s for 200 from /status on port 8080: replica 1 answers 301 /status of r2 (a redirect: name a path that answers 200 itself, also over plain HTTP, as the edge asks it)\napi-r2-1:\nlast line of api-r2-1\napi-r2-2:\nlast line of api-r2-2',
    ],
  ])('when it %s', async (_what, image, behaviour, error) => {
    await releaseImage('first');
    world.behaviour.set(image, behaviour);

    const report = await releaseImage(image);

    expect(report).toMatchObject({ outcome: 'failed', error });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.routes.get('api')).toBe('r1');
    expect([...world.clusters]).toEqual(['api-r1']);
    expect(world.journal('api')).toMatchObject({
      serving: 'r1',
      releases: [{ id: 'r1' }, { id: 'r2', failed: error }],
    });
    expect(world.happened.filter((what) => what.startsWith('prepare'))).toEqual([]);
  });
});

test('what never had traffic is not given as long to end as what had', async () => {
  const slow = { ...exampleService, deploy: { ...exampleService.deploy, stopGrace: 70_000 } };
  await releaseImage('first', slow);
  world.behaviour.set('bad', { status: 500 });
  await releaseImage('bad', slow);
  await releaseImage('second', slow);
  expect(world.graces.get('api-r2-1')).toBe(10_000);
  expect(world.graces.get('api-r1-1')).toBe(70_000);
});

describe('a migration', () => {
  const service: typeof exampleService = { ...exampleService, uses: ['postgres'] };

  test('that loses its lock is ended at once, and the release with it: nobody knows what it has done', async () => {
    await releaseImage('first', service);
    world.behaviour.set('cut', { migrationHangs: true, losesLock: true });
    expect(await releaseImage('cut', service)).toMatchObject({
      outcome: 'failed',
      error: '"migrate" was ended before it was done',
    });
    expect([...world.migrating]).toEqual([]);
    expect(stepOf('r2', 'migrate')).toMatchObject({ failed: '"migrate" was ended before it was done' });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);

    world.happened.length = 0;
    expect(await releaseImage('mended', service)).toMatchObject({ outcome: 'released' });
    expect(world.happened).toContain('run migrate for r3');
  });

  test('that is aborted is ended at once', async () => {
    world.plan = { ...examplePlan, services: [service] };
    world.behaviour.set('long', { migrationHangs: true });
    const released = agent.release('long');
    while (world.migrating.size === 0) await setImmediate();
    await agent.releases.abort({ service: 'api', by: 'bob@desk' });
    expect(await released).toMatchObject({ outcome: 'aborted', error: 'aborted by bob@desk' });
    expect([...world.migrating]).toEqual([]);
  });
});

describe('a service without a health path', () => {
  const { health, ...bare } = exampleService;

  test('goes live once its port has answered for three seconds', async () => {
    const service = { ...bare, deploy: { ...bare.deploy, boot: 10_000 } };
    const report = await releaseImage('first', service);
    const ready = report.steps.find(({ step }) => step === 'ready');
    expect(report.outcome).toBe('released');
    expect((ready?.endedAt ?? 0) - (ready?.startedAt ?? 0)).toBe(3000);
  });

  test('does not when it opens its port and ends a moment later', async () => {
    world.behaviour.set('first', { livesFor: 1500 });
    const service = { ...bare, deploy: { ...bare.deploy, boot: 10_000 } };
    const report = await releaseImage('first', service);
    expect(report).toMatchObject({ outcome: 'failed', error: expect.stringContaining('ended by itself') });
    expect(world.running()).toEqual([]);
  });
});

async function releaseImage(image: string, service = exampleService): Promise<ReleaseReport> {
  world.plan = { ...examplePlan, services: [service] };
  const report = await agent.release(image, { force: true });
  await agent.quiet();
  return report;
}

async function begun(id: string, step: string): Promise<void> {
  while (!stepOf(id, step)) await setImmediate();
}

/** What the journal says of one of the first release's steps. */
function stepOf(id: string, step: string) {
  const release = world.journal('api').releases.find((one) => one.id === id);
  return release?.steps.find((one) => one.step === step);
}
