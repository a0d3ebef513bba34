import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Agent } from './testing/agent.ts';
import type { World } from './testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

const bake = 10_000;

describe('a release that is held for other hosts', () => {
  const hold = 60_000;
  const confirm = (id = 'r2') =>
    agent.releases.holds.confirm({ service: 'api', release: id, by: 'ann@laptop' });
  const promote = () => agent.releases.promote({ service: 'api', by: 'ann@laptop' });
  const renew = (id = 'r2') => agent.releases.holds.renew({ service: 'api', release: id });

  beforeEach(() => agent.release('first'));

  test('serves, and the one before stays warm until it is confirmed', async () => {
    expect(await agent.release('second', { hold })).toMatchObject({
      outcome: 'released',
      version: '1.0.0+2',
    });
    expect(world.routes.get('api')).toBe('r2');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2', 'api-r2-1', 'api-r2-2']);
    expect(await confirm()).toEqual({ done: '1.0.0+2 confirmed' });
    await agent.quiet();
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(agent.actions()).toEqual(['release', 'release', 'bake ended', 'retire']);
  });

  test('goes back when nobody is heard of for so long', async () => {
    await agent.release('second', { hold });
    const begun = world.time;
    await agent.quiet();
    expect(world.time - begun).toBeGreaterThanOrEqual(hold);
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toMatch(
      /^not confirmed on all hosts: no word from the command for 60 s/,
    );
  });

  test('stays as long as somebody is heard of', async () => {
    await agent.release('second', { hold });
    const since = world.time;
    while (world.time < since + 3 * hold) {
      expect(renew()).toEqual({ held: true });
      await agent.turns(200);
    }
    expect(world.routes.get('api')).toBe('r2');
    await confirm();
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('bakes for what is left of its time once it is confirmed', async () => {
    agent.deploySettings({ bake });
    world.behaviour.set('second', { crashesAfter: 5000 });
    await agent.release('second', { hold });
    await confirm();
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toContain('ended by itself');
  });

  test('gives its traffic back when it goes bad, and cannot be confirmed any more', async () => {
    world.behaviour.set('second', { crashesAfter: 5000 });
    await agent.release('second', { hold });
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(renew()).toEqual({ held: false });
    await expect(confirm()).rejects.toThrow('api: 1.0.0+2 is not held any more: replica 1 ended by itself');
  });

  test('is taken back by order, with the reason of whoever orders it', async () => {
    await agent.release('second', { hold });
    const why = 'host2: the port is taken';
    await agent.releases.abort({ service: 'api', by: 'ann@laptop', why });
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.history.find(({ action }) => action === 'release aborted')?.why).toBe(why);
  });

  test('is held by the next start of the agent as well, and confirmed once', async () => {
    await agent.release('second', { hold });
    await agent.kill();
    await agent.restart();
    expect(renew()).toEqual({ held: true });
    await confirm();
    expect(await confirm()).toEqual({ done: '1.0.0+2 was confirmed before' });
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('lets no other in before it is confirmed, and is no second one when it is asked for again', async () => {
    await agent.release('second', { hold });
    await expect(agent.release('third')).rejects.toThrow(
      'api: 1.0.0+2 by ann@laptop is held until all hosts have it',
    );
    expect(await agent.release('second', { hold })).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+2',
    });
    expect(renew()).toEqual({ held: true });
  });

  test('is not promoted on one host alone, which could not go back then', async () => {
    await agent.release('second', { hold });
    await expect(promote()).rejects.toThrow('api: 1.0.0+2 by ann@laptop is held until all hosts have it');
    expect(renew()).toEqual({ held: true });
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r1');
  });

  test.each(['canary', 'switch'])('is held as well when it was promoted at its %s', async (step) => {
    const running = agent.release('second', { hold, canary: { percents: [5, 100], step: 60_000 } });
    await agent.at(step);
    expect(await promote()).toEqual({ done: '1.0.0+2 released' });
    expect(await running).toMatchObject({ outcome: 'released' });
    expect(renew()).toEqual({ held: true });
    await confirm();
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('stays where there is no way back, and that ends it', async () => {
    await agent.release('second', { hold, irreversible: 'drops the old names' });
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });

  test('is called what the first host calls it', async () => {
    expect(await agent.release('second', { version: '1.0.0+41' })).toMatchObject({
      version: '1.0.0+41',
      release: 'r2',
    });
    expect(await agent.release('third')).toMatchObject({ version: '1.0.0+3' });
  });
});

test.each([
  ['by itself', async () => {}],
  ['by order', () => agent.releases.abort({ service: 'api', by: 'ann@laptop' })],
])('the first release of a host that is held leaves nothing when it goes back %s', async (_how, abort) => {
  await agent.release('first', { hold: 60_000 });
  expect(world.routes.get('api')).toBe('r1');
  await abort();
  await agent.quiet();
  expect(world.routes.get('api')).toBeUndefined();
  expect(world.running()).toEqual([]);
  expect(world.harm).toEqual([]);
});
