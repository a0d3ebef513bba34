import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Mistake } from './mistake.ts';
import type { ProgressEvent, StepRecord } from './protocol.ts';
import { Agent } from './testing/agent.ts';
import type { World } from './testing/world.ts';

let agent: Agent;
let world: World;

beforeEach(() => {
  agent = new Agent();
  ({ world } = agent);
});

afterEach(() => world.close());

describe('the release that takes over', () => {
  beforeEach(async () => {
    agent.deploySettings({ bake: 5000 });
    world.behaviour.set('second', { crashesAfter: 2000 });
    await agent.release('first');
    await agent.release('second');
  });

  const ways = {
    'a crash': async () => {},
    'a rollback': () => agent.rollback(),
    'an abort': () => agent.releases.abort({ service: 'api', by: 'bob@desk' }),
  };

  test.each(Object.entries(ways))(
    'after %s is left alone by whoever tidies up at that moment',
    async (_, way) => {
      agent.tidyAlways();
      await way();
      await agent.quiet();
      expect(world.journal('api').serving).toBe('r1');
      expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    },
  );

  test.each(Object.entries(ways))(
    'after %s takes over though the agent was killed before it could',
    async (_, way) => {
      const isOver = () => world.journal('api').releases.some(({ steps }) => steps.some(hasFailed));
      world.written = () => {
        if (isOver()) world.crashIn = 0;
      };
      void way().catch(() => {});
      while (!isOver()) await agent.turns(1);
      world.written = () => {};
      await agent.kill();
      await agent.restart();
      await agent.quiet();
      expect(world.journal('api').serving).toBe('r1');
      expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
      expect(agent.actions()).toContain('switch back');
    },
  );
});

const hasFailed = ({ step, failed }: StepRecord) => step === 'bake' && failed !== undefined;

describe('a rollback to what does not run any more', () => {
  beforeEach(async () => {
    await agent.release('first');
    await agent.release('second');
    await agent.quiet();
  });

  test('starts it again without a migration, under a build number of its own', async () => {
    world.happened.length = 0;
    const report = await agent.rollback();
    expect(report).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3', previous: '1.0.0+2' });
    expect(world.happened.filter((what) => what.startsWith('run'))).toEqual([]);
    await agent.quiet();
    expect(world.running()).toEqual(['api-r3-1', 'api-r3-2']);
  });

  test('goes further back the second time', async () => {
    await agent.release('third');
    await agent.quiet();
    await agent.rollback();
    await agent.quiet();
    expect(await agent.releases.previewRollback({ service: 'api', by: 'x' })).toMatchObject({
      to: '1.0.0+1',
      warm: false,
    });
  });

  test('does not go forward again the third time', async () => {
    await agent.release('third');
    for (const to of ['1.0.0+2', '1.0.0+1']) {
      await agent.quiet();
      const { version } = await agent.rollback();
      expect(world.journal('api').releases.at(-1)).toMatchObject({ version, restores: `r${to.at(-1)}` });
    }
    await agent.quiet();
    await expect(agent.rollback()).rejects.toThrow(
      'no earlier release is kept that was not taken back; one that was taken back may be named with --to: 1.0.0+2, 1.0.0+3, 1.0.0+4',
    );
  });

  test('may lead to what was left once, and brought back since', async () => {
    for (const to of ['1.0.0+1', '1.0.0+2']) {
      await agent.rollback({ to });
      await agent.quiet();
    }
    await agent.release('third');
    await agent.quiet();
    await agent.rollback();
    expect(world.journal('api').releases.at(-1)).toMatchObject({ restores: 'r4' });
  });

  test('that is asked for twice is one, and the second says so', async () => {
    const events: ProgressEvent[] = [];
    const first = agent.rollback({ to: '1.0.0+1' });
    await agent.at('ready');
    const second = agent.rollback({ to: '1.0.0+1', by: 'bob@desk' }, (event) => events.push(event));
    await expect(agent.rollback({ to: 'r2' })).rejects.toThrow(
      'api is being released: 1.0.0+3 by ann@laptop',
    );
    expect(await first).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3' });
    expect(await second).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+3',
      why: '1.0.0+1 was being gone back to already, as ann@laptop had asked',
    });
    expect(events[0]).toMatchObject({ step: 'release', release: 'r3' });

    const why = '1.0.0+3 serves already, which is 1.0.0+1 again';
    expect(await agent.rollback({ to: '1.0.0+1' })).toMatchObject({ outcome: 'unchanged', why });
    expect(await agent.rollback({ to: 'r3' })).toMatchObject({
      outcome: 'unchanged',
      why: '1.0.0+3 serves already',
    });
    expect(await agent.releases.previewRollback({ service: 'api', to: 'r1', by: 'x' })).toEqual({
      service: 'api',
      from: '1.0.0+3',
      to: '1.0.0+1',
      warm: true,
      steps: [`nothing: ${why}`],
    });
    await agent.quiet();
    expect(world.journal('api').releases).toHaveLength(3);
  });

  test('that fails fails for whoever has joined it too', async () => {
    world.behaviour.set('first', { exits: true });
    const [one, other] = await Promise.all([agent.rollback(), agent.rollback()]);
    expect(one).toMatchObject({ outcome: 'failed', error: expect.stringContaining('ended by itself') });
    expect(other).toEqual(one);
  });

  test('is refused over a migration that cannot be undone', async () => {
    await agent.release('third', { irreversible: 'drops the old names' });
    await agent.quiet();
    await expect(agent.rollback()).rejects.toThrow(
      '1.0.0+3 ran a migration that cannot be undone: drops the old names',
    );
    expect(world.routes.get('api')).toBe('r3');
  });

  test('is not refused for a migration that ran before its target did', async () => {
    await agent.release('third', { irreversible: 'drops the old names' });
    await agent.release('fourth');
    await agent.quiet();
    await agent.rollback({ to: '1.0.0+3' });
    await agent.quiet();
    expect(await agent.rollback({ to: '1.0.0+4' })).toMatchObject({ outcome: 'rolled-back' });
  });

  test('is not refused for a release that never came to its migration', async () => {
    world.behaviour.set('third', { edgeRefuses: true });
    await agent.release('third', { irreversible: 'drops the old names' });
    await agent.release('fourth');
    await agent.quiet();
    expect(await agent.rollback({ to: '1.0.0+2' })).toMatchObject({ outcome: 'rolled-back' });
  });

  test('is refused over the migration of a release that failed after it', async () => {
    world.behaviour.set('third', { exits: true });
    await agent.release('third', { irreversible: 'drops the old names' });
    await expect(agent.rollback()).rejects.toThrow(
      '1.0.0+3 ran a migration that cannot be undone: drops the old names',
    );
  });

  test('that leads nowhere names what was taken back, for whoever wants it all the same', async () => {
    await agent.rollback();
    await agent.quiet();
    await expect(agent.rollback()).rejects.toThrow(
      'api: no earlier release is kept that was not taken back; one that was taken back may be named with --to: 1.0.0+2',
    );
  });

  test('names what can be gone back to', async () => {
    await expect(agent.rollback({ to: '9.9.9+9' })).rejects.toThrow(
      new Mistake('api: no release 9.9.9+9 is kept; those that can be gone back to: 1.0.0+1'),
    );
  });
});
