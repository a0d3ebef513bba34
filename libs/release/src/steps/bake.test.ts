import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Obstacle } from '../obstacle.ts';
import type { ProgressEvent } from '../protocol.ts';
import { Agent } from '../testing/agent.ts';
import type { World } from '../testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

const bake = 10_000;

describe('while a release bakes', () => {
  beforeEach(async () => {
    agent.deploySettings({ bake });
    await agent.release('first');
  });

  test('the one before stays warm, and is retired when nothing went wrong', async () => {
    const report = await agent.release('second');
    expect(report).toMatchObject({ outcome: 'released', bakesUntil: world.time + bake });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2', 'api-r2-1', 'api-r2-2']);
    await agent.quiet();
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(agent.actions()).toEqual(['release', 'release', 'bake ended', 'retire']);
  });

  test('a crash gives the traffic back at once, and says why', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    const report = await agent.release('second', { wait: true });
    expect(report).toMatchObject({
      outcome: 'switched-back',
      error: expect.stringMatching(/^replica 1 ended by itself \(exit code 1\)\napi-r2-1:\nlast line/),
    });
    expect(world.routes.get('api')).toBe('r1');
    await agent.quiet();
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toContain('ended by itself');
  });

  test('whoever asks again for what bakes, and waits, is told how that ended', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    await agent.release('second');
    expect(await agent.release('second')).toMatchObject({ outcome: 'unchanged' });
    const again = await agent.release('second', { wait: true });
    expect(again).toMatchObject({ outcome: 'switched-back', version: '1.0.0+2' });
    expect(again).not.toHaveProperty('why');
  });

  test('a rise in errors above those of the old release does too', async () => {
    world.behaviour.set('second', { failsAfter: 2000 });
    const report = await agent.release('second', { wait: true });
    expect(report.error).toMatch(/^\d+ of \d+ answers in .* s were 5xx \(.* %\); the old release had 0.0 %/);
    expect(report.outcome).toBe('switched-back');
    expect(world.routes.get('api')).toBe('r1');
  });

  test.each([
    ['all of them', 1, 'released'],
    ['some of them', 0.2, 'switched-back'],
  ])('answers of the edge itself are no reason: %s', async (_what, unsent, outcome) => {
    world.behaviour.set('second', { failsAfter: 2000, unsent });
    expect(await agent.release('second', { wait: true })).toMatchObject({ outcome });
  });

  test('errors are no reason to go back to what the edge sends nobody to', async () => {
    world.behaviour.set('second', { failsAfter: 2000 });
    await agent.release('second');
    for (const name of ['api-r1-1', 'api-r1-2']) await world.end(name);
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(agent.actions()).toContain('bake ended');
  });

  test.each([
    ['forward', 60 * 60_000],
    ['back', -60 * 60_000],
  ])('a crash is seen also after the clock was set %s', async (_which, by) => {
    world.behaviour.set('second', { crashesAfter: 5000 });
    await agent.release('second');
    while (world.journal('api').releases[1]?.steps.at(-1)?.step !== 'bake') await setImmediate();
    await agent.turns(10);
    world.time += by;
    await agent.quiet();
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toContain('ended by itself');
    expect(world.routes.get('api')).toBe('r1');
  });

  describe('and nobody is left in the old release', () => {
    const endFirst = async () => {
      for (const name of ['api-r1-1', 'api-r1-2']) await world.end(name);
    };

    test('a crash is no reason to go back to it, and is told', async () => {
      world.behaviour.set('second', { crashesAfter: 3000 });
      await agent.release('second');
      await endFirst();
      await agent.quiet();
      expect(world.routes.get('api')).toBe('r2');
      expect(world.history.find(({ action }) => action === 'bake ended')?.why).toBe(
        'replica 1 ended by itself (exit code 1), while 1.0.0+1 had no healthy replica',
      );
    });

    test('an abort is refused, and says what helps', async () => {
      await agent.release('second');
      await endFirst();
      await expect(agent.releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
        new Obstacle(
          'api: 1.0.0+1, which would take over, has no healthy replica; `rollback` starts it again',
        ),
      );
      await agent.quiet();
      expect(world.routes.get('api')).toBe('r2');
    });

    test('a rollback starts it again, as its preview says', async () => {
      await agent.release('second');
      expect((await agent.releases.previewRollback({ service: 'api', by: 'x' })).steps[0]).toBe(
        'switch: the route goes back from 1.0.0+2 to 1.0.0+1, which is warm and healthy',
      );
      await endFirst();
      const preview = await agent.releases.previewRollback({ service: 'api', by: 'x' });
      expect(preview).toMatchObject({ to: '1.0.0+1', warm: false });
      expect(preview.steps).toContain('start: 2 new containers');
      expect(await agent.rollback()).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3' });
      await agent.quiet();
      expect(world.running()).toEqual(['api-r3-1', 'api-r3-2']);
    });
  });

  test('errors that the old release had as well are no reason', async () => {
    world.behaviour.set('second', { failsAfter: 0 });
    world.behaviour.set('third', { failsAfter: 0 });
    await agent.release('second');
    await agent.releases.promote({ service: 'api', by: 'ann@laptop' });
    expect(await agent.release('third', { wait: true })).toMatchObject({ outcome: 'released' });
  });

  test('a release that cannot be gone back from stays, and says so', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    const report = await agent.release('second', { wait: true, irreversible: 'drops the old names' });
    expect(report).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('drops the old names'),
    });
    expect(world.routes.get('api')).toBe('r2');
  });

  test('a rollback is one change of the route', async () => {
    await agent.release('second');
    world.happened.length = 0;
    const report = await agent.rollback();
    expect(report).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+1', previous: '1.0.0+2' });
    expect(world.happened.filter((what) => !what.startsWith('save')).slice(0, 2)).toEqual([
      'serve r1',
      'refresh',
    ]);
    await agent.quiet();
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(agent.actions()).toContain('rollback');
  });

  test('a rollback reports its switch with its own times, and so does the history', async () => {
    await agent.release('second');
    const asked = world.time;
    const events: ProgressEvent[] = [];
    const { steps } = await agent.rollback({}, (event) => events.push(event));
    const back = { step: 'switch', detail: '1.0.0+2 → 1.0.0+1', startedAt: expect.any(Number) };
    expect(steps).toEqual([{ ...back, endedAt: expect.any(Number) }]);
    expect(steps[0]?.startedAt).toBeGreaterThanOrEqual(asked);
    const told = world.history.find(({ action }) => action === 'rollback');
    expect(told).toMatchObject({ release: 'r1', version: '1.0.0+1', previous: '1.0.0+2' });
    expect(told?.steps?.at(-1)).toEqual(steps[0]);
    const [begun, done] = events.slice(-2);
    expect(begun).toMatchObject({ step: 'switch', state: 'started', at: steps[0]?.startedAt });
    expect(done).toMatchObject({ step: 'switch', state: 'done', at: steps[0]?.endedAt });
  });

  test('a switch back reports its own switch after those of the release', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    const { steps } = await agent.release('second', { wait: true });
    expect(steps.map(({ step }) => step).slice(-3)).toEqual(['switch', 'bake', 'switch']);
    expect(steps.at(-1)?.detail).toBe('1.0.0+2 → 1.0.0+1');
  });

  test('a rollback that is asked for twice is one, and the second says so', async () => {
    await agent.release('second');
    const [one, other] = await Promise.all([agent.rollback(), agent.rollback({ by: 'bob@desk' })]);
    expect(one).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+1' });
    expect(other).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+1',
      why: '1.0.0+1 was being gone back to already, as ann@laptop had asked',
      steps: [],
    });
    expect(await agent.rollback({ to: '1.0.0+1' })).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+1',
      why: '1.0.0+1 serves already',
    });
    expect(agent.actions().filter((action) => action === 'rollback')).toHaveLength(1);
  });

  test('a rollback that comes upon a way back for another reason finds what it wanted', async () => {
    await agent.release('second');
    const aborted = agent.releases.abort({ service: 'api', by: 'bob@desk' });
    expect(await agent.rollback()).toMatchObject({ outcome: 'unchanged', why: '1.0.0+1 serves already' });
    expect(await aborted).toMatchObject({ done: expect.stringContaining('aborted') });
  });

  test('a rollback after a promotion starts the release before again', async () => {
    await agent.release('second');
    const promoted = agent.releases.promote({ service: 'api', by: 'bob@desk' });
    expect(await agent.rollback()).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3' });
    await promoted;
    expect(world.routes.get('api')).toBe('r3');
  });

  test('an abort takes it back', async () => {
    await agent.release('second');
    expect(await agent.releases.abort({ service: 'api', by: 'ann@laptop' })).toMatchObject({
      done: '1.0.0+2 aborted: asked for by ann@laptop',
    });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('an abort that comes while the route goes over is obeyed by the bake', async () => {
    const running = agent.release('second');
    await agent.at('switch');
    expect(await agent.releases.abort({ service: 'api', by: 'bob@desk' })).toEqual({
      done: '1.0.0+2 aborted: asked for by bob@desk',
    });
    expect(await running).toMatchObject({ outcome: 'aborted' });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('an abort counts over a promotion that was asked for before it', async () => {
    const running = agent.release('second');
    await agent.at('look');
    void agent.releases.promote({ service: 'api', by: 'ann@laptop' });
    await agent.releases.abort({ service: 'api', by: 'bob@desk' });
    expect(await running).toMatchObject({ outcome: 'aborted', error: 'aborted by bob@desk' });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('a promotion that comes before the switch leaves nothing warm after it', async () => {
    const running = agent.release('second');
    await agent.at('ready');
    await agent.releases.promote({ service: 'api', by: 'bob@desk' });
    expect(await running).toMatchObject({ outcome: 'released' });
    expect(world.journal('api').releases[1]?.steps.at(-1)).toMatchObject({ detail: 'promoted by bob@desk' });
  });

  test('an abort of what one cannot go back from is refused with the reason, and the bake goes on', async () => {
    await agent.release('second', { irreversible: 'drops the old names' });
    await expect(agent.releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
      new Obstacle('api: 1.0.0+2 serves, and there is no way back from it: drops the old names'),
    );
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(world.history.find(({ action }) => action === 'bake ended')?.why).toBe(
      'nothing went wrong for 10 s',
    );
  });

  test('the same while the route goes over', async () => {
    void agent.release('second', { irreversible: 'drops the old names' });
    await agent.at('switch');
    await expect(agent.releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
      'drops the old names',
    );
    await agent.quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('a newer release ends the bake at its own switch, and not before', async () => {
    await agent.release('second');
    world.behaviour.set('bad', { exits: true });
    expect(await agent.release('bad')).toMatchObject({ outcome: 'failed' });
    expect(world.running()).toContain('api-r1-1');
    expect(await agent.release('third')).toMatchObject({ outcome: 'released', previous: '1.0.0+2' });
    await agent.quiet();
    expect(world.running()).toEqual(['api-r4-1', 'api-r4-2']);
  });
});
