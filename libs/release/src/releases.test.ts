import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Mistake } from './mistake.ts';
import { Obstacle } from './obstacle.ts';
import type { ProgressEvent } from './protocol.ts';
import { Agent } from './testing/agent.ts';
import { examplePlan, exampleService, wanted } from './testing/example.ts';
import type { World } from './testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

describe('who comes while a release runs', () => {
  beforeEach(() => agent.release('first'));

  test('joins it when it is the same, and hears what was before', async () => {
    const events: ProgressEvent[] = [];
    const running = agent.release('second');
    await agent.at('ready');
    const joined = await agent.releases.release(wanted('second'), (event) => events.push(event));
    expect(joined).toEqual(await running);
    expect(events[0]).toMatchObject({ step: 'release', release: 'r2' });
    expect(world.journal('api').releases).toHaveLength(2);
  });

  test.each([
    ['canary', { percents: [5, 100], step: 1000 }],
    ['irreversible', 'drops the old names'],
  ])('is refused when it comes too late for its --%s', async (wish, value) => {
    const running = agent.release('second');
    await agent.at('ready');
    await expect(agent.release('second', { [wish]: value })).rejects.toThrow(
      `api: the same is being released by ann@laptop as 1.0.0+2, without that --${wish}; watch it with \`release api --attach\``,
    );
    expect(await running).toMatchObject({ outcome: 'released' });
  });

  test('joins it when both wish the same', async () => {
    const wishes = { irreversible: 'drops the old names' };
    const running = agent.release('second', wishes);
    await agent.at('ready');
    expect(await agent.release('second', { ...wishes })).toEqual(await running);
  });

  test('is refused when it is another', async () => {
    const running = agent.release('second');
    await expect(agent.release('third')).rejects.toThrow(
      /^api is being released: 1\.0\.0\+2 by ann@laptop, at .*abort/,
    );
    await running;
  });

  test('may abort it at every step before the switch', async () => {
    for (const step of ['look', 'migrate', 'start', 'ready']) {
      const running = agent.release(`aborted at ${step}`);
      await agent.at(step);
      await agent.releases.abort({ service: 'api', by: 'bob@desk' });
      expect(await running).toMatchObject({ outcome: 'aborted', error: expect.stringContaining('bob@desk') });
      expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    }
  });

  test('is told when it was too late to abort it, and nothing stays warm', async () => {
    const running = agent.release('second');
    await agent.at('switch');
    await expect(agent.releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
      new Obstacle('api: 1.0.0+2 serves, and it was too late to abort it; `rollback` goes back'),
    );
    expect(await running).toMatchObject({ outcome: 'released' });
  });

  test('is told what became of it later', async () => {
    world.behaviour.set('bad', { exits: true });
    await agent.release('bad');
    const told = await agent.releases.attach({ service: 'api', release: 'r2' }, () => {});
    expect(told).toMatchObject({ outcome: 'failed', version: '1.0.0+2' });
  });
});

test('the history says what was allowed to break, and what one cannot go back behind', async () => {
  await agent.release('first');
  const risk = { irreversible: 'drops the old names', allowedBreaking: ['db/2.sql:1 DROP TABLE names'] };
  world.behaviour.set('bad', { migrationExit: 1 });
  await agent.release('bad', risk);
  await agent.release('second', risk);
  await agent.quiet();
  const told = world.history.filter(({ action }) => action.startsWith('release'));
  expect(told.map((entry) => [entry.action, 'irreversible' in entry, 'allowedBreaking' in entry])).toEqual([
    ['release', false, false],
    ['release failed', true, true],
    ['release', true, true],
  ]);
  expect(told.at(-1)).toMatchObject(risk);
});

describe('what there is not', () => {
  const service = 'web';
  const nobody = new Mistake('services.web: the platform has no such service; it has api');

  test.each<[string, () => unknown]>([
    ['release', () => agent.releases.release(wanted('first', { service }), () => {})],
    ['attach', () => agent.releases.attach({ service }, () => {})],
    ['abort', () => agent.releases.abort({ service, by: 'x' })],
    ['promote', () => agent.releases.promote({ service, by: 'x' })],
    ['rollback', () => agent.rollback({ service })],
    ['preview of a rollback', async () => agent.releases.previewRollback({ service, by: 'x' })],
  ])('an unknown service is a mistake: %s', async (_what, ask) => {
    const error = await Promise.resolve(ask()).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Mistake);
    expect(error).toEqual(nobody);
  });

  test('nor is there anything to attach to before the first release', async () => {
    const error = await agent.releases.attach({ service: 'api' }, () => {}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Obstacle);
  });

  test('an unknown release is a mistake, and those that are kept are named', async () => {
    await agent.release('first');
    await agent.release('second');
    const error = await agent.releases
      .attach({ service: 'api', release: 'r9' }, () => {})
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Mistake);
    expect(error.message).toBe('api: no release r9 is kept; those that are: 1.0.0+1, 1.0.0+2');
    expect(await agent.releases.attach({ service: 'api', release: '1.0.0+1' }, () => {})).toMatchObject({
      release: 'r1',
    });
  });
});

test('a service whose journal was removed goes on with the next number, and its history tells of it', async () => {
  await agent.release('first');
  await agent.release('second');
  await agent.quiet();
  for (const name of world.running()) {
    await world.end(name);
    world.containers.delete(name);
  }
  world.disk.delete('api');
  await agent.restart();
  expect(await agent.release('third')).toMatchObject({
    outcome: 'released',
    version: '1.0.0+3',
    release: 'r3',
  });
  expect(world.history.at(-1)).toMatchObject({ action: 'release', release: 'r3' });
});

describe('the addresses of a release', () => {
  const web = { ...exampleService, name: 'web' };
  const addresses = () => [...world.containers.values()].map(({ address }) => address);

  beforeEach(() => {
    world.plan = { ...examplePlan, services: [exampleService, web] };
  });

  test('are its own also when two services are released in the same moment', async () => {
    const both = [agent.release('first'), agent.release('first', { service: 'web' })];
    expect(await Promise.all(both)).toMatchObject([{ outcome: 'released' }, { outcome: 'released' }]);
    expect(new Set(addresses()).size).toBe(4);
  });

  test('are not those of what runs without a journal that could be read', async () => {
    await agent.release('first', { service: 'web' });
    world.disk.delete('web');
    expect(await agent.release('first')).toMatchObject({ outcome: 'released' });
    expect(new Set(addresses()).size).toBe(4);
  });

  test('are needed by nobody who finds it released already, and whoever needs them is told to wait', async () => {
    const { services, ...networks } = examplePlan.networks;
    const fixed = { first: '192.0.2.1', last: '192.0.2.5' };
    world.plan = { ...world.plan, networks: { ...networks, services: { ...services, fixed } } };
    world.behaviour.set('first', { unfinished: Number.POSITIVE_INFINITY });
    await agent.release('first');
    await agent.release('second');
    const refused = await agent.release('third').catch((error) => error);
    expect(refused).toBeInstanceOf(Obstacle);
    expect(refused.message).toContain('1 free addresses and 2 are needed; wait for the drains');
    expect(await agent.release('second')).toMatchObject({ outcome: 'unchanged' });
    expect(agent.releases.wouldBe(wanted('third'))).toMatchObject({ id: 'r3' });
    await agent.quiet();
    expect(await agent.release('third')).toMatchObject({ outcome: 'released' });
  });
});

test('only the last releases are kept', async () => {
  agent.deploySettings({ keep: 2 });
  for (let count = 0; count < 6; count += 1) {
    await agent.release(`image ${count}`);
    await agent.quiet();
  }
  expect(world.journal('api').releases.map(({ id }) => id)).toEqual(['r4', 'r5', 'r6']);
  expect([...world.kept]).toEqual(['r4', 'r5', 'r6']);
});

test('of releases that never served no more are kept, also while none has', async () => {
  agent.deploySettings({ keep: 2 });
  for (let count = 0; count < 4; count += 1) {
    world.behaviour.set(`image ${count}`, { exits: true });
    await agent.release(`image ${count}`);
  }
  expect(world.journal('api').releases.map(({ id }) => id)).toEqual(['r3', 'r4']);
});

test('a migration that cannot be undone is remembered for as long as what it bars the way to', async () => {
  agent.deploySettings({ keep: 2 });
  await agent.release('first');
  await agent.release('second');
  await agent.quiet();
  world.behaviour.set('third', { exits: true });
  await agent.release('third', { irreversible: 'drops the old names' });
  for (const image of ['a', 'b', 'c']) {
    world.behaviour.set(image, { exits: true });
    await agent.release(image);
  }
  expect(world.journal('api').releases.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3', 'r5', 'r6']);
  await expect(agent.rollback()).rejects.toThrow(
    '1.0.0+3 ran a migration that cannot be undone: drops the old names',
  );
  for (const image of ['seventh', 'eighth', 'ninth']) {
    await agent.release(image);
    await agent.quiet();
  }
  expect(world.journal('api').releases.map(({ id }) => id)).toEqual(['r5', 'r6', 'r7', 'r8', 'r9']);
});

test('a service that the config lets go keeps its last releases alone, and its bake gives nothing back', async () => {
  agent.deploySettings({ keep: 1, bake: 10_000 });
  await agent.release('first');
  await agent.release('second');
  world.disk.set('api', JSON.stringify({ ...world.journal('api'), serving: undefined }));
  await world.refreshed();
  agent.releases.settle();
  await agent.quiet();
  expect(world.running()).toEqual([]);
  expect(agent.actions()).toEqual(['release', 'release', 'bake ended', 'retire', 'retire']);
  const [last, ...others] = world.journal('api').releases;
  expect(others).toEqual([]);
  expect(last?.id).toBe('r2');
  expect(last?.steps.map(({ step }) => step).slice(-4)).toEqual(['bake', 'prepare', 'drain', 'stop']);
});

describe('an edge that acknowledges the switch too late', () => {
  beforeEach(() => agent.release('first'));
  afterEach(() => {
    expect(world.harm).toEqual([]);
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  });

  test('leads nobody to the new release any more before that goes', async () => {
    const running = agent.release('second');
    await agent.at('switch');
    world.late.push('taken');
    expect(await running).toMatchObject({ outcome: 'failed', error: 'waited 10 s for the edge' });
  });

  test('has it stay for as long as nobody knows where it leads', async () => {
    const running = agent.release('second');
    await agent.at('switch');
    world.late.push('taken', 'not taken');
    expect(await running).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('could not be removed: waited 10 s for the edge'),
    });
    expect(world.running()).toHaveLength(4);
    agent.releases.resume();
    await agent.quiet();
  });

  test('has a canary stay for as long as nobody knows where it leads', async () => {
    const running = agent.release('second', { canary: { percents: [5], step: 1000 } });
    await agent.at('switch');
    world.late.push('taken', 'not taken', 'not taken');
    await expect(running).rejects.toThrow('waited 10 s for the edge');
    await agent.quiet();
    expect(world.running()).toHaveLength(4);
    agent.releases.resume();
    await agent.quiet();
  });
});

describe('on a disk that is full', () => {
  beforeEach(() => agent.release('first'));

  test('what was told to have ended does not go live once there is room again', async () => {
    const running = agent.release('second');
    await agent.at('ready');
    world.diskFull = true;
    void agent.releases.abort({ service: 'api', by: 'ann@laptop' });
    expect(await running).toMatchObject({
      outcome: 'failed',
      error: expect.stringMatching('the disk is full'),
    });
    world.diskFull = false;
    agent.releases.resume();
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.journal('api').releases[1]?.failed).toBe('the disk is full, at ready');
  });

  test('nor does a canary whose way back could not be written down', async () => {
    const running = agent.release('second', { canary: { percents: [5], step: 10_000 } });
    await agent.at('canary');
    world.diskFull = true;
    void agent.releases.abort({ service: 'api', by: 'ann@laptop' }).catch(() => {});
    await expect(running).rejects.toThrow('the disk is full');
    world.diskFull = false;
    agent.releases.resume();
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.journal('api').canary).toBeUndefined();
  });
});

test('one that ends before it started anything leaves no trace at the edge, whatever looks at it meanwhile', async () => {
  await agent.release('first');
  const running = agent.release('second');
  await agent.at('look');
  await world.refreshed();
  await agent.releases.abort({ service: 'api', by: 'ann@laptop' });
  expect(await running).toMatchObject({ outcome: 'aborted' });
  expect([...world.clusters]).toEqual(['api-r1']);
});
