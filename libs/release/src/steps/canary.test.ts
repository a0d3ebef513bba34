import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../protocol.ts';
import { Agent } from '../testing/agent.ts';
import { wanted } from '../testing/example.ts';
import type { World } from '../testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

const bake = 10_000;

test('of a first release is none, and that is said', async () => {
  const events: ProgressEvent[] = [];
  const canary = { percents: [5, 100], step: 2000 };
  await agent.releases.release(wanted('first', { canary }), (event) => events.push(event));
  expect(events).toContainEqual(
    expect.objectContaining({
      step: 'switch',
      state: 'done',
      detail: '1.0.0+1, for all clients: a canary needs a release before it',
    }),
  );
});

describe('a canary', () => {
  const canary = { percents: [5, 25, 100], step: 2000 };

  beforeEach(() => agent.release('first'));

  test('takes its shares one after the other, then all', async () => {
    expect(await agent.release('second', { canary })).toMatchObject({ outcome: 'released' });
    expect(world.happened.filter((what) => what.startsWith('serve'))).toEqual([
      'serve r1',
      'serve 5 %',
      'serve 25 %',
      'serve r2',
    ]);
    expect(world.journal('api').canary).toBeUndefined();
  });

  test('that goes bad is taken back, and finishes what it has in hand', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    expect(await agent.release('second', { canary })).toMatchObject({ outcome: 'switched-back' });
    expect(world.journal('api')).toMatchObject({ serving: 'r1' });
    expect(world.journal('api').canary).toBeUndefined();
    await agent.quiet();
    expect(world.happened).toContain('prepare 192.0.2.3');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  });

  test('is promoted and aborted by hand', async () => {
    agent.deploySettings({ bake });
    const long = { percents: [5, 25], step: 1_000_000 };
    const promoted = agent.release('second', { canary: long });
    await agent.at('canary');
    await agent.releases.promote({ service: 'api', by: 'ann@laptop' });
    await agent.releases.promote({ service: 'api', by: 'bob@desk' });
    expect(await promoted).toMatchObject({ outcome: 'released' });
    const told = world.history.filter(({ action }) => action === 'promote');
    expect(told.map(({ by, why }) => [by, why])).toEqual([
      ['ann@laptop', 'the canary at 5 % was ended by order'],
      ['bob@desk', 'the bake was ended by order'],
    ]);
    const aborted = agent.release('third', { canary: long });
    await agent.at('canary');
    await agent.releases.abort({ service: 'api', by: 'ann@laptop' });
    expect(await aborted).toMatchObject({ outcome: 'aborted' });
    expect(world.routes.get('api')).toBe('r2');
  });
});
