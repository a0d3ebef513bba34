import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReleaseReport } from './protocol.ts';
import { newRelease } from './release.ts';
import { planResume } from './resume.ts';
import { retire, runRelease, undo } from './run-release.ts';
import { exampleService, wanted } from './testing/example.ts';
import { World } from './testing/world.ts';

let world: World;

beforeEach(() => {
  world = new World();
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
      'start r2-1',
      'start r2-2',
      'refresh',
      'serve r2',
      'refresh',
      'prepare 127.0.9.1',
      'prepare 127.0.9.2',
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

  test('waits for what the edge and the application still have in hand', async () => {
    world.behaviour.set('first', { activeRequests: [2, 1], unfinished: 3 });
    await releaseImage('first');
    await releaseImage('second');
    const drained = world
      .journal('api')
      .releases.at(-1)
      ?.steps.find(({ step }) => step === 'drain');
    expect(drained?.detail).toBe('nothing left');
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });

  test('tells the old release only once nobody is routed there any more', async () => {
    world.behaviour.set('first', { totalRequests: [5, 6, 7, 7, 7, 7, 7, 7, 7, 7] });
    await releaseImage('first');
    const before = world.time;
    await releaseImage('second');
    const prepared = world
      .journal('api')
      .releases.at(-1)
      ?.steps.find(({ step }) => step === 'prepare');
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
    expect(world.journal('api').releases.at(-1)?.steps.at(-2)?.detail).toBe('nothing left');
    expect(world.running()).toEqual(['api-r3-1', 'api-r3-2']);
  });

  test('stops the old release at the end of the drain window and says what was left', async () => {
    world.behaviour.set('first', { unfinished: Number.POSITIVE_INFINITY });
    await releaseImage('first');
    await releaseImage('second');
    const drained = world
      .journal('api')
      .releases.at(-1)
      ?.steps.find(({ step }) => step === 'drain');
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
    ['fails to migrate', 'bad', { migrationExit: 7 }, '"migrate" ended with exit code 7:\nmigrated'],
    [
      'ends by itself',
      'bad',
      { exits: true },
      'replica 1 ended by itself before it was ready (exit code 3)\napi-r2-1:\nlast line of api-r2-1\napi-r2-2:\nlast line of api-r2-2',
    ],
    [
      'never gets ready',
      'bad',
      { status: 500 },
      'waited 3 s for 200 from /status on port 18900: replica 1 answers 500 /status of r2\napi-r2-1:\nlast line of api-r2-1\napi-r2-2:\nlast line of api-r2-2',
    ],
  ])('when it %s', async (_what, image, behaviour, error) => {
    await releaseImage('first');
    world.behaviour.set(image, behaviour);

    const report = await releaseImage(image);

    expect(report).toMatchObject({ outcome: 'failed', error });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.routes.get('api')).toBe('r1');
    expect([...world.clusters]).toEqual(['r1']);
    expect(world.journal('api')).toMatchObject({
      serving: 'r1',
      releases: [{ id: 'r1' }, { id: 'r2', failed: error }],
    });
    expect(world.happened.filter((what) => what.startsWith('prepare'))).toEqual([]);
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

test('a kill between any two effects heals itself: one release is left, it serves, and nothing else remains', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(30), fc.array(fc.nat(12), { maxLength: 2 }), async (first, later) => {
      await world.close();
      world = new World();
      await releaseImage('first');
      await killedAfter(first, () => releaseImage('second'));
      for (const effects of later) await killedAfter(effects, resumeAll);
      await killedAfter(Number.POSITIVE_INFINITY, resumeAll);

      const { serving, releases } = world.journal('api');
      expect(['r1', 'r2']).toContain(serving);
      expect(world.routes.get('api')).toBe(serving);
      expect(world.running()).toEqual([`api-${serving}-1`, `api-${serving}-2`]);
      expect([...world.clusters]).toEqual([serving]);
      expect(releases.filter(({ endedAt }) => endedAt === undefined).map(({ id }) => id)).toEqual([serving]);
    }),
    { numRuns: 150 },
  );
}, 60_000);

async function releaseImage(image: string, service = exampleService): Promise<ReleaseReport> {
  const context = world.context();
  const journal = context.ports.journal.read('api');
  const odd = journal.releases.length % 2 === 1;
  const addresses = odd ? ['127.0.9.3', '127.0.9.4'] : ['127.0.9.1', '127.0.9.2'];
  const release = newRelease(service, wanted(image), journal, { startedAt: world.time, addresses });
  const report = await runRelease(context, release, () => {});
  if (report.outcome === 'released') await retire(context, release, () => {});
  return report;
}

/** As the agent's next start does it. */
async function resumeAll(): Promise<void> {
  const context = world.context();
  for (const { resume, release } of planResume(context.ports.journal.read('api'))) {
    if (resume === 'retire') await retire(context, release, () => {});
    else await undo(context, release, 'interrupted');
  }
  await context.ports.edge.refresh();
}

async function killedAfter(effects: number, work: () => Promise<unknown>): Promise<void> {
  world.crashIn = effects;
  await work().catch((error: Error) => {
    if (error.message !== 'killed') throw error;
  });
  await world.settle();
  world.crashIn = Number.POSITIVE_INFINITY;
}
