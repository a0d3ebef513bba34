import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProgressEvent } from './protocol.ts';
import { Agent } from './testing/agent.ts';
import { wanted } from './testing/example.ts';
import type { World } from './testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

const bake = 10_000;

test('an interrupted release goes on where it was', async () => {
  await agent.release('first');
  await agent.interruptedAt('ready');
  await agent.quiet();
  expect(world.routes.get('api')).toBe('r2');
  expect(
    world
      .journal('api')
      .releases.at(-1)
      ?.steps.filter(({ step }) => step === 'migrate'),
  ).toHaveLength(1);
  expect(world.history.find(({ action }) => action === 'release resumed')?.why).toBe('interrupted at ready');
});

describe('an engine that does not answer', () => {
  beforeEach(() => agent.release('first'));

  test('interrupts a release that goes live, which then goes on', async () => {
    world.silentAt = 'start r2-2';
    await expect(agent.release('second')).rejects.toThrow('silent');
    expect(agent.interruptions).toEqual(['silent']);
    expect(world.journal('api').releases[1]).not.toHaveProperty('failed');
    await agent.restart();
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });

  test('leaves an old release for later, and the agent as it is', async () => {
    world.silentAt = 'remove api-r1-2';
    await agent.release('second');
    await agent.quiet();
    expect(world.running()).toContain('api-r1-2');
    agent.releases.settle();
    await agent.quiet();
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(agent.interruptions).toEqual([]);
  });

  test('leaves a failed release for later, and the agent as it is', async () => {
    world.behaviour.set('bad', { exits: true });
    world.silentAt = 'remove api-r2-2';
    expect(await agent.release('bad')).toMatchObject({ outcome: 'failed' });
    expect(world.running()).toContain('api-r2-2');
    agent.releases.resume();
    await agent.quiet();
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(agent.interruptions).toEqual([]);
  });
});

describe('whoever asks in the instant of the start', () => {
  beforeEach(() => agent.release('first'));

  test('joins the release that goes on', async () => {
    await agent.interruptedAt('ready');
    const events: ProgressEvent[] = [];
    const told = await agent.releases.attach({ service: 'api' }, (event) => events.push(event));
    expect(told).toMatchObject({ outcome: 'released', version: '1.0.0+2' });
    expect(events.map(({ step }) => step)).toContain('switch');
    expect(world.routes.get('api')).toBe('r2');
  });

  test('is told what became of one that is undone once that is done', async () => {
    await agent.interruptedAt('ready', 11 * 60_000);
    expect(world.running()).toHaveLength(4);
    const told = await agent.releases.attach({ service: 'api', release: 'r2' }, () => {});
    expect(told).toMatchObject({ outcome: 'failed', error: expect.stringContaining('too long ago') });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  });

  test('is told of a way back once the old release serves', async () => {
    agent.deploySettings({ bake });
    await agent.release('second');
    void agent.rollback().catch(() => {});
    while (!world.journal('api').releases[1]?.left) await setImmediate();
    await agent.kill();
    expect(world.journal('api').serving).toBe('r2');
    agent.start();
    const told = await agent.releases.attach({ service: 'api' }, () => {});
    expect(told).toMatchObject({ outcome: 'switched-back', version: '1.0.0+2' });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('waits with the release for the lease of the agent that was killed', async () => {
    const until = world.time + 10_000;
    void agent.release('second').catch(() => {});
    await agent.at('ready');
    await agent.kill();
    world.leaseHeldUntil = until;
    await agent.restart();
    expect(await agent.releases.attach({ service: 'api' }, () => {})).toMatchObject({ outcome: 'released' });
    expect(world.time).toBeGreaterThanOrEqual(until);
  });
});

test('a release has a name to attach to only once the journal has it, whenever its agent is killed', async () => {
  await agent.release('first');
  const events: ProgressEvent[] = [];
  world.crashIn = 0;
  const killed = agent.releases.release(wanted('second'), (event) => events.push(event));
  await expect(killed).rejects.toThrow('killed');
  expect(events).toEqual([]);
  await agent.restart();
  expect(await agent.release('second')).toMatchObject({ outcome: 'released', release: 'r2' });
});

describe('one whose agent is killed before it could tell of it', () => {
  test.each([
    ['baked', bake],
    ['taken over at once', 0],
  ])('is told of by the next: %s', async (_what, length) => {
    agent.deploySettings({ bake: length });
    await agent.release('first');
    void agent.release('second').catch(() => {});
    await agent.goneLive('r2');
    expect(agent.actions()).not.toContain('bake ended');
    await agent.restart();
    await agent.quiet();
    expect(world.history.filter(({ action }) => action === 'release').map((one) => one.release)).toEqual([
      'r1',
      'r2',
    ]);
  });

  test('is told of by the next also when an earlier one was started again, and that stays nothing to go back to', async () => {
    await agent.release('first');
    await agent.release('second');
    await agent.quiet();
    void agent.rollback().catch(() => {});
    await agent.goneLive('r3');
    await agent.restart();
    await agent.quiet();
    expect(agent.actions()).toContain('rollback');
    expect(world.journal('api').releases[1]?.left).toMatchObject({ action: 'rollback', why: 'back to r1' });
  });
});

test('what one cannot go back from is finished, however long ago its switch was interrupted', async () => {
  await agent.release('first');
  void agent.release('second', { irreversible: 'drops the old names' }).catch(() => {});
  while (world.journal('api').serving !== 'r2') await setImmediate();
  await agent.kill();
  world.time += 11 * 60_000;
  await agent.restart();
  await agent.quiet();
  expect(world.routes.get('api')).toBe('r2');
  expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
});

test('one that is interrupted time and again is undone', async () => {
  await agent.release('first');
  for (const step of ['migrate', 'start', 'ready', 'ready']) await agent.interruptedAt(step);
  await agent.quiet();
  expect(world.routes.get('api')).toBe('r1');
  expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  expect(world.journal('api').releases.at(-1)?.failed).toBe('it was interrupted 4 times, at ready');
});

test('a migration that a kill left running ends with its release, also when that is undone', async () => {
  await agent.release('first');
  world.behaviour.set('second', { migrationHangs: true });
  void agent.release('second').catch(() => {});
  while (world.migrating.size === 0) await setImmediate();
  await agent.kill();
  expect([...world.migrating]).toEqual(['r2']);
  world.time += 11 * 60_000;
  await agent.restart();
  await agent.quiet();
  expect([...world.migrating]).toEqual([]);
  expect(world.journal('api').releases.at(-1)?.failed).toBe('it was interrupted too long ago, at migrate');
});

test('an interruption of long ago is undone', async () => {
  await agent.release('first');
  await agent.interruptedAt('start', 11 * 60_000);
  await agent.quiet();
  expect(world.routes.get('api')).toBe('r1');
  expect(world.journal('api').releases.at(-1)?.failed).toMatch(/^it was interrupted too long ago, at /);
});

test('how long a step has lasted is no reason to undo it: somebody was there all the time', async () => {
  await agent.release('first');
  void agent.release('second', { canary: { percents: [5], step: 60 * 60_000 } }).catch(() => {});
  await agent.at('canary');
  world.pass(30 * 60_000);
  await agent.restart();
  await agent.at('canary');
  await agent.releases.promote({ service: 'api', by: 'ann@laptop' });
  await agent.quiet();
  expect(world.routes.get('api')).toBe('r2');
});
