import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Mistake } from './mistake.ts';
import { Obstacle } from './obstacle.ts';
import type { ProgressEvent, ReleaseReport, WantedRollback } from './protocol.ts';
import type { Release } from './release.ts';
import { Releases } from './releases.ts';
import { examplePlan, exampleService, wanted } from './testing/example.ts';
import { World } from './testing/world.ts';

let world: World;
let releases: Releases;
let interruptions: string[];

beforeEach(() => {
  world = new World();
  releases = start();
});

afterEach(() => world.close());

const bake = 10_000;

describe('while a release bakes', () => {
  beforeEach(async () => {
    deploySettings({ bake });
    await release('first');
  });

  test('the one before stays warm, and is retired when nothing went wrong', async () => {
    const report = await release('second');
    expect(report).toMatchObject({ outcome: 'released', bakesUntil: world.time + bake });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2', 'api-r2-1', 'api-r2-2']);
    await quiet();
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(actions()).toEqual(['release', 'release', 'bake ended', 'retire']);
  });

  test('a crash gives the traffic back at once, and says why', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    const report = await release('second', { wait: true });
    expect(report).toMatchObject({
      outcome: 'switched-back',
      error: expect.stringMatching(/^replica 1 ended by itself \(exit code 1\)\napi-r2-1:\nlast line/),
    });
    expect(world.routes.get('api')).toBe('r1');
    await quiet();
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toContain('ended by itself');
  });

  test('whoever asks again for what bakes, and waits, is told how that ended', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    await release('second');
    expect(await release('second')).toMatchObject({ outcome: 'unchanged' });
    const again = await release('second', { wait: true });
    expect(again).toMatchObject({ outcome: 'switched-back', version: '1.0.0+2' });
    expect(again).not.toHaveProperty('why');
  });

  test('a rise in errors above those of the old release does too', async () => {
    world.behaviour.set('second', { failsAfter: 2000 });
    const report = await release('second', { wait: true });
    expect(report.error).toMatch(/^\d+ of \d+ answers in .* s were 5xx \(.* %\); the old release had 0.0 %/);
    expect(report.outcome).toBe('switched-back');
    expect(world.routes.get('api')).toBe('r1');
  });

  test.each([
    ['all of them', 1, 'released'],
    ['some of them', 0.2, 'switched-back'],
  ])('answers of the edge itself are no reason: %s', async (_what, unsent, outcome) => {
    world.behaviour.set('second', { failsAfter: 2000, unsent });
    expect(await release('second', { wait: true })).toMatchObject({ outcome });
  });

  test('errors are no reason to go back to what the edge sends nobody to', async () => {
    world.behaviour.set('second', { failsAfter: 2000 });
    await release('second');
    for (const name of ['api-r1-1', 'api-r1-2']) await world.end(name);
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(actions()).toContain('bake ended');
  });

  test.each([
    ['forward', 60 * 60_000],
    ['back', -60 * 60_000],
  ])('a crash is seen also after the clock was set %s', async (_which, by) => {
    world.behaviour.set('second', { crashesAfter: 5000 });
    await release('second');
    while (world.journal('api').releases[1]?.steps.at(-1)?.step !== 'bake') await setImmediate();
    await turns(10);
    world.time += by;
    await quiet();
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toContain('ended by itself');
    expect(world.routes.get('api')).toBe('r1');
  });

  describe('and nobody is left in the old release', () => {
    const endFirst = async () => {
      for (const name of ['api-r1-1', 'api-r1-2']) await world.end(name);
    };

    test('a crash is no reason to go back to it, and is told', async () => {
      world.behaviour.set('second', { crashesAfter: 3000 });
      await release('second');
      await endFirst();
      await quiet();
      expect(world.routes.get('api')).toBe('r2');
      expect(world.history.find(({ action }) => action === 'bake ended')?.why).toBe(
        'replica 1 ended by itself (exit code 1), while 1.0.0+1 had no healthy replica',
      );
    });

    test('an abort is refused, and says what helps', async () => {
      await release('second');
      await endFirst();
      await expect(releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
        new Obstacle(
          'api: 1.0.0+1, which would take over, has no healthy replica; `rollback` starts it again',
        ),
      );
      await quiet();
      expect(world.routes.get('api')).toBe('r2');
    });

    test('a rollback starts it again, as its preview says', async () => {
      await release('second');
      expect((await releases.previewRollback({ service: 'api', by: 'x' })).steps[0]).toBe(
        'switch: the route goes back from 1.0.0+2 to 1.0.0+1, which is warm and healthy',
      );
      await endFirst();
      const preview = await releases.previewRollback({ service: 'api', by: 'x' });
      expect(preview).toMatchObject({ to: '1.0.0+1', warm: false });
      expect(preview.steps).toContain('start: 2 new containers');
      expect(await rollback()).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3' });
      await quiet();
      expect(world.running()).toEqual(['api-r3-1', 'api-r3-2']);
    });
  });

  test('errors that the old release had as well are no reason', async () => {
    world.behaviour.set('second', { failsAfter: 0 });
    world.behaviour.set('third', { failsAfter: 0 });
    await release('second');
    await releases.promote({ service: 'api', by: 'ann@laptop' });
    expect(await release('third', { wait: true })).toMatchObject({ outcome: 'released' });
  });

  test('a release that cannot be gone back from stays, and says so', async () => {
    world.behaviour.set('second', { crashesAfter: 3000 });
    const report = await release('second', { wait: true, irreversible: 'drops the old names' });
    expect(report).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('drops the old names'),
    });
    expect(world.routes.get('api')).toBe('r2');
  });

  test('a rollback is one change of the route', async () => {
    await release('second');
    world.happened.length = 0;
    const report = await rollback();
    expect(report).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+1', previous: '1.0.0+2' });
    expect(world.happened.filter((what) => !what.startsWith('save')).slice(0, 2)).toEqual([
      'serve r1',
      'refresh',
    ]);
    await quiet();
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(actions()).toContain('rollback');
  });

  test('a rollback reports its switch with its own times, and so does the history', async () => {
    await release('second');
    const asked = world.time;
    const events: ProgressEvent[] = [];
    const { steps } = await rollback({}, (event) => events.push(event));
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
    const { steps } = await release('second', { wait: true });
    expect(steps.map(({ step }) => step).slice(-3)).toEqual(['switch', 'bake', 'switch']);
    expect(steps.at(-1)?.detail).toBe('1.0.0+2 → 1.0.0+1');
  });

  test('a rollback that is asked for twice is one, and the second says so', async () => {
    await release('second');
    const [one, other] = await Promise.all([rollback(), rollback({ by: 'bob@desk' })]);
    expect(one).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+1' });
    expect(other).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+1',
      why: '1.0.0+1 was being gone back to already, as ann@laptop had asked',
      steps: [],
    });
    expect(await rollback({ to: '1.0.0+1' })).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+1',
      why: '1.0.0+1 serves already',
    });
    expect(actions().filter((action) => action === 'rollback')).toHaveLength(1);
  });

  test('a rollback that comes upon a way back for another reason finds what it wanted', async () => {
    await release('second');
    const aborted = releases.abort({ service: 'api', by: 'bob@desk' });
    expect(await rollback()).toMatchObject({ outcome: 'unchanged', why: '1.0.0+1 serves already' });
    expect(await aborted).toMatchObject({ done: expect.stringContaining('aborted') });
  });

  test('a rollback after a promotion starts the release before again', async () => {
    await release('second');
    const promoted = releases.promote({ service: 'api', by: 'bob@desk' });
    expect(await rollback()).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3' });
    await promoted;
    expect(world.routes.get('api')).toBe('r3');
  });

  test('an abort takes it back', async () => {
    await release('second');
    expect(await releases.abort({ service: 'api', by: 'ann@laptop' })).toMatchObject({
      done: '1.0.0+2 aborted: asked for by ann@laptop',
    });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('an abort that comes while the route goes over is obeyed by the bake', async () => {
    const running = release('second');
    await at('switch');
    expect(await releases.abort({ service: 'api', by: 'bob@desk' })).toEqual({
      done: '1.0.0+2 aborted: asked for by bob@desk',
    });
    expect(await running).toMatchObject({ outcome: 'aborted' });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('an abort counts over a promotion that was asked for before it', async () => {
    const running = release('second');
    await at('look');
    void releases.promote({ service: 'api', by: 'ann@laptop' });
    await releases.abort({ service: 'api', by: 'bob@desk' });
    expect(await running).toMatchObject({ outcome: 'aborted', error: 'aborted by bob@desk' });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('a promotion that comes before the switch leaves nothing warm after it', async () => {
    const running = release('second');
    await at('ready');
    await releases.promote({ service: 'api', by: 'bob@desk' });
    expect(await running).toMatchObject({ outcome: 'released' });
    expect(world.journal('api').releases[1]?.steps.at(-1)).toMatchObject({ detail: 'promoted by bob@desk' });
  });

  test('an abort of what one cannot go back from is refused with the reason, and the bake goes on', async () => {
    await release('second', { irreversible: 'drops the old names' });
    await expect(releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
      new Obstacle('api: 1.0.0+2 serves, and there is no way back from it: drops the old names'),
    );
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(world.history.find(({ action }) => action === 'bake ended')?.why).toBe(
      'nothing went wrong for 10 s',
    );
  });

  test('the same while the route goes over', async () => {
    void release('second', { irreversible: 'drops the old names' });
    await at('switch');
    await expect(releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow('drops the old names');
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('a newer release ends the bake at its own switch, and not before', async () => {
    await release('second');
    world.behaviour.set('bad', { exits: true });
    expect(await release('bad')).toMatchObject({ outcome: 'failed' });
    expect(world.running()).toContain('api-r1-1');
    expect(await release('third')).toMatchObject({ outcome: 'released', previous: '1.0.0+2' });
    await quiet();
    expect(world.running()).toEqual(['api-r4-1', 'api-r4-2']);
  });
});

describe('a canary', () => {
  const canary = { percents: [5, 25, 100], step: 2000 };

  beforeEach(() => release('first'));

  test('takes its shares one after the other, then all', async () => {
    expect(await release('second', { canary })).toMatchObject({ outcome: 'released' });
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
    expect(await release('second', { canary })).toMatchObject({ outcome: 'switched-back' });
    expect(world.journal('api')).toMatchObject({ serving: 'r1' });
    expect(world.journal('api').canary).toBeUndefined();
    await quiet();
    expect(world.happened).toContain('prepare 127.0.9.3');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  });

  test('is promoted and aborted by hand', async () => {
    deploySettings({ bake });
    const long = { percents: [5, 25], step: 1_000_000 };
    const promoted = release('second', { canary: long });
    await at('canary');
    await releases.promote({ service: 'api', by: 'ann@laptop' });
    await releases.promote({ service: 'api', by: 'bob@desk' });
    expect(await promoted).toMatchObject({ outcome: 'released' });
    const told = world.history.filter(({ action }) => action === 'promote');
    expect(told.map(({ by, why }) => [by, why])).toEqual([
      ['ann@laptop', 'the canary at 5 % was ended by order'],
      ['bob@desk', 'the bake was ended by order'],
    ]);
    const aborted = release('third', { canary: long });
    await at('canary');
    await releases.abort({ service: 'api', by: 'ann@laptop' });
    expect(await aborted).toMatchObject({ outcome: 'aborted' });
    expect(world.routes.get('api')).toBe('r2');
  });
});

describe('a rollback to what does not run any more', () => {
  beforeEach(async () => {
    await release('first');
    await release('second');
    await quiet();
  });

  test('starts it again without a migration, under a build number of its own', async () => {
    world.happened.length = 0;
    const report = await rollback();
    expect(report).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3', previous: '1.0.0+2' });
    expect(world.happened.filter((what) => what.startsWith('run'))).toEqual([]);
    await quiet();
    expect(world.running()).toEqual(['api-r3-1', 'api-r3-2']);
  });

  test('goes further back the second time', async () => {
    await release('third');
    await quiet();
    await rollback();
    await quiet();
    expect(await releases.previewRollback({ service: 'api', by: 'x' })).toMatchObject({
      to: '1.0.0+1',
      warm: false,
    });
  });

  test('does not go forward again the third time', async () => {
    await release('third');
    for (const to of ['1.0.0+2', '1.0.0+1']) {
      await quiet();
      const { version } = await rollback();
      expect(world.journal('api').releases.at(-1)).toMatchObject({ version, restores: `r${to.at(-1)}` });
    }
    await quiet();
    await expect(rollback()).rejects.toThrow(
      'no earlier release is kept that was not taken back; one that was taken back may be named with --to: 1.0.0+2, 1.0.0+3, 1.0.0+4',
    );
  });

  test('may lead to what was left once, and brought back since', async () => {
    for (const to of ['1.0.0+1', '1.0.0+2']) {
      await rollback({ to });
      await quiet();
    }
    await release('third');
    await quiet();
    await rollback();
    expect(world.journal('api').releases.at(-1)).toMatchObject({ restores: 'r4' });
  });

  test('that is asked for twice is one, and the second says so', async () => {
    const events: ProgressEvent[] = [];
    const first = rollback({ to: '1.0.0+1' });
    await at('ready');
    const second = rollback({ to: '1.0.0+1', by: 'bob@desk' }, (event) => events.push(event));
    await expect(rollback({ to: 'r2' })).rejects.toThrow('api is being released: 1.0.0+3 by ann@laptop');
    expect(await first).toMatchObject({ outcome: 'rolled-back', version: '1.0.0+3' });
    expect(await second).toMatchObject({
      outcome: 'unchanged',
      version: '1.0.0+3',
      why: '1.0.0+1 was being gone back to already, as ann@laptop had asked',
    });
    expect(events[0]).toMatchObject({ step: 'release', release: 'r3' });

    const why = '1.0.0+3 serves already, which is 1.0.0+1 again';
    expect(await rollback({ to: '1.0.0+1' })).toMatchObject({ outcome: 'unchanged', why });
    expect(await rollback({ to: 'r3' })).toMatchObject({
      outcome: 'unchanged',
      why: '1.0.0+3 serves already',
    });
    expect(await releases.previewRollback({ service: 'api', to: 'r1', by: 'x' })).toEqual({
      service: 'api',
      from: '1.0.0+3',
      to: '1.0.0+1',
      warm: true,
      steps: [`nothing: ${why}`],
    });
    await quiet();
    expect(world.journal('api').releases).toHaveLength(3);
  });

  test('that fails fails for whoever has joined it too', async () => {
    world.behaviour.set('first', { exits: true });
    const [one, other] = await Promise.all([rollback(), rollback()]);
    expect(one).toMatchObject({ outcome: 'failed', error: expect.stringContaining('ended by itself') });
    expect(other).toEqual(one);
  });

  test('is refused over a migration that cannot be undone', async () => {
    await release('third', { irreversible: 'drops the old names' });
    await quiet();
    await expect(rollback()).rejects.toThrow(
      '1.0.0+3 ran a migration that cannot be undone: drops the old names',
    );
    expect(world.routes.get('api')).toBe('r3');
  });

  test('is not refused for a migration that ran before its target did', async () => {
    await release('third', { irreversible: 'drops the old names' });
    await release('fourth');
    await quiet();
    await rollback({ to: '1.0.0+3' });
    await quiet();
    expect(await rollback({ to: '1.0.0+4' })).toMatchObject({ outcome: 'rolled-back' });
  });

  test('is not refused for a release that never came to its migration', async () => {
    world.behaviour.set('third', { edgeRefuses: true });
    await release('third', { irreversible: 'drops the old names' });
    await release('fourth');
    await quiet();
    expect(await rollback({ to: '1.0.0+2' })).toMatchObject({ outcome: 'rolled-back' });
  });

  test('is refused over the migration of a release that failed after it', async () => {
    world.behaviour.set('third', { exits: true });
    await release('third', { irreversible: 'drops the old names' });
    await expect(rollback()).rejects.toThrow(
      '1.0.0+3 ran a migration that cannot be undone: drops the old names',
    );
  });

  test('that leads nowhere names what was taken back, for whoever wants it all the same', async () => {
    await rollback();
    await quiet();
    await expect(rollback()).rejects.toThrow(
      'api: no earlier release is kept that was not taken back; one that was taken back may be named with --to: 1.0.0+2',
    );
  });

  test('names what can be gone back to', async () => {
    await expect(rollback({ to: '9.9.9+9' })).rejects.toThrow(
      new Mistake('api: no release 9.9.9+9 is kept; those that can be gone back to: 1.0.0+1'),
    );
  });
});

describe('who comes while a release runs', () => {
  beforeEach(() => release('first'));

  test('joins it when it is the same, and hears what was before', async () => {
    const events: ProgressEvent[] = [];
    const running = release('second');
    await at('ready');
    const joined = await releases.release(wanted('second'), (event) => events.push(event));
    expect(joined).toEqual(await running);
    expect(events[0]).toMatchObject({ step: 'release', release: 'r2' });
    expect(world.journal('api').releases).toHaveLength(2);
  });

  test('is refused when it is another', async () => {
    const running = release('second');
    await expect(release('third')).rejects.toThrow(
      /^api is being released: 1\.0\.0\+2 by ann@laptop, at .*abort/,
    );
    await running;
  });

  test('may abort it at every step before the switch', async () => {
    for (const step of ['look', 'migrate', 'start', 'ready']) {
      const running = release(`aborted at ${step}`);
      await at(step);
      await releases.abort({ service: 'api', by: 'bob@desk' });
      expect(await running).toMatchObject({ outcome: 'aborted', error: expect.stringContaining('bob@desk') });
      expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    }
  });

  test('is told when it was too late to abort it, and nothing stays warm', async () => {
    const running = release('second');
    await at('switch');
    await expect(releases.abort({ service: 'api', by: 'bob@desk' })).rejects.toThrow(
      new Obstacle('api: 1.0.0+2 serves, and it was too late to abort it; `rollback` goes back'),
    );
    expect(await running).toMatchObject({ outcome: 'released' });
  });

  test('is told what became of it later', async () => {
    world.behaviour.set('bad', { exits: true });
    await release('bad');
    const told = await releases.attach({ service: 'api', release: 'r2' }, () => {});
    expect(told).toMatchObject({ outcome: 'failed', version: '1.0.0+2' });
  });
});

test('the history says what was allowed to break, and what one cannot go back behind', async () => {
  await release('first');
  const risk = { irreversible: 'drops the old names', allowedBreaking: ['db/2.sql:1 DROP TABLE names'] };
  world.behaviour.set('bad', { migrationExit: 1 });
  await release('bad', risk);
  await release('second', risk);
  await quiet();
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
    ['release', () => releases.release(wanted('first', { service }), () => {})],
    ['attach', () => releases.attach({ service }, () => {})],
    ['abort', () => releases.abort({ service, by: 'x' })],
    ['promote', () => releases.promote({ service, by: 'x' })],
    ['rollback', () => rollback({ service })],
    ['preview of a rollback', async () => releases.previewRollback({ service, by: 'x' })],
  ])('an unknown service is a mistake: %s', async (_what, ask) => {
    const error = await Promise.resolve(ask()).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Mistake);
    expect(error).toEqual(nobody);
  });

  test('nor is there anything to attach to before the first release', async () => {
    const error = await releases.attach({ service: 'api' }, () => {}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Obstacle);
  });

  test('an unknown release is a mistake, and those that are kept are named', async () => {
    await release('first');
    await release('second');
    const error = await releases
      .attach({ service: 'api', release: 'r9' }, () => {})
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Mistake);
    expect(error.message).toBe('api: no release r9 is kept; those that are: 1.0.0+1, 1.0.0+2');
    expect(await releases.attach({ service: 'api', release: '1.0.0+1' }, () => {})).toMatchObject({
      release: 'r1',
    });
  });
});

test('a service whose journal was removed goes on with the next number, and its history tells of it', async () => {
  await release('first');
  await release('second');
  await quiet();
  for (const name of world.running()) {
    await world.end(name);
    world.containers.delete(name);
  }
  world.disk.delete('api');
  await restart();
  expect(await release('third')).toMatchObject({ outcome: 'released', version: '1.0.0+3', release: 'r3' });
  expect(world.history.at(-1)).toMatchObject({ action: 'release', release: 'r3' });
});

describe('the addresses of a release', () => {
  const web = { ...exampleService, name: 'web' };
  const addresses = () => [...world.containers.values()].map(({ address }) => address);

  beforeEach(() => {
    world.plan = { ...examplePlan, services: [exampleService, web] };
  });

  test('are its own also when two services are released in the same moment', async () => {
    const both = [release('first'), release('first', { service: 'web' })];
    expect(await Promise.all(both)).toMatchObject([{ outcome: 'released' }, { outcome: 'released' }]);
    expect(new Set(addresses()).size).toBe(4);
  });

  test('are not those of what runs without a journal that could be read', async () => {
    await release('first', { service: 'web' });
    world.disk.delete('web');
    expect(await release('first')).toMatchObject({ outcome: 'released' });
    expect(new Set(addresses()).size).toBe(4);
  });

  test('are needed by nobody who finds it released already, and whoever needs them is told to wait', async () => {
    const { services, ...networks } = examplePlan.networks;
    const fixed = { first: '127.0.9.1', last: '127.0.9.5' };
    world.plan = { ...world.plan, networks: { ...networks, services: { ...services, fixed } } };
    world.behaviour.set('first', { unfinished: Number.POSITIVE_INFINITY });
    await release('first');
    await release('second');
    const refused = await release('third').catch((error) => error);
    expect(refused).toBeInstanceOf(Obstacle);
    expect(refused.message).toContain('1 free addresses and 2 are needed; wait for the drains');
    expect(await release('second')).toMatchObject({ outcome: 'unchanged' });
    expect(releases.wouldBe(wanted('third'))).toMatchObject({ id: 'r3' });
    await quiet();
    expect(await release('third')).toMatchObject({ outcome: 'released' });
  });
});

test('only the last releases are kept', async () => {
  deploySettings({ keep: 2 });
  for (let count = 0; count < 6; count += 1) {
    await release(`image ${count}`);
    await quiet();
  }
  expect(world.journal('api').releases.map(({ id }) => id)).toEqual(['r4', 'r5', 'r6']);
  expect([...world.kept]).toEqual(['r4', 'r5', 'r6']);
});

test('of releases that never served no more are kept, also while none has', async () => {
  deploySettings({ keep: 2 });
  for (let count = 0; count < 4; count += 1) {
    world.behaviour.set(`image ${count}`, { exits: true });
    await release(`image ${count}`);
  }
  expect(world.journal('api').releases.map(({ id }) => id)).toEqual(['r3', 'r4']);
});

test('a service that the config lets go keeps its last releases alone, and its bake gives nothing back', async () => {
  deploySettings({ keep: 1, bake });
  await release('first');
  await release('second');
  world.disk.set('api', JSON.stringify({ ...world.journal('api'), serving: undefined }));
  await world.refreshed();
  releases.settle();
  await quiet();
  expect(world.running()).toEqual([]);
  expect(actions()).toEqual(['release', 'release', 'bake ended', 'retire', 'retire']);
  const [last, ...others] = world.journal('api').releases;
  expect(others).toEqual([]);
  expect(last?.id).toBe('r2');
  expect(last?.steps.map(({ step }) => step).slice(-4)).toEqual(['bake', 'prepare', 'drain', 'stop']);
});

test('an interrupted release goes on where it was', async () => {
  await release('first');
  await interruptedAt('ready');
  await quiet();
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
  beforeEach(() => release('first'));

  test('interrupts a release that goes live, which then goes on', async () => {
    world.silentAt = 'start r2-2';
    await expect(release('second')).rejects.toThrow('silent');
    expect(interruptions).toEqual(['silent']);
    expect(world.journal('api').releases[1]).not.toHaveProperty('failed');
    await restart();
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });

  test('leaves an old release for later, and the agent as it is', async () => {
    world.silentAt = 'remove api-r1-2';
    await release('second');
    await quiet();
    expect(world.running()).toContain('api-r1-2');
    releases.settle();
    await quiet();
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(interruptions).toEqual([]);
  });

  test('leaves a failed release for later, and the agent as it is', async () => {
    world.behaviour.set('bad', { exits: true });
    world.silentAt = 'remove api-r2-2';
    expect(await release('bad')).toMatchObject({ outcome: 'failed' });
    expect(world.running()).toContain('api-r2-2');
    releases.resume();
    await quiet();
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(interruptions).toEqual([]);
  });
});

describe('whoever asks in the instant of the start', () => {
  beforeEach(() => release('first'));

  test('joins the release that goes on', async () => {
    await interruptedAt('ready');
    const events: ProgressEvent[] = [];
    const told = await releases.attach({ service: 'api' }, (event) => events.push(event));
    expect(told).toMatchObject({ outcome: 'released', version: '1.0.0+2' });
    expect(events.map(({ step }) => step)).toContain('switch');
    expect(world.routes.get('api')).toBe('r2');
  });

  test('is told what became of one that is undone once that is done', async () => {
    await interruptedAt('ready', 11 * 60_000);
    expect(world.running()).toHaveLength(4);
    const told = await releases.attach({ service: 'api', release: 'r2' }, () => {});
    expect(told).toMatchObject({ outcome: 'failed', error: expect.stringContaining('too long ago') });
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  });

  test('is told of a way back once the old release serves', async () => {
    deploySettings({ bake });
    await release('second');
    void rollback().catch(() => {});
    while (!world.journal('api').releases[1]?.left) await setImmediate();
    world.crashIn = 0;
    await turns(20);
    expect(world.journal('api').serving).toBe('r2');
    releases = start();
    releases.resume();
    const told = await releases.attach({ service: 'api' }, () => {});
    expect(told).toMatchObject({ outcome: 'switched-back', version: '1.0.0+2' });
    expect(world.routes.get('api')).toBe('r1');
  });

  test('waits with the release for the lease of the agent that was killed', async () => {
    const until = world.time + 10_000;
    void release('second').catch(() => {});
    await at('ready');
    world.crashIn = 0;
    await turns(20);
    world.leaseHeldUntil = until;
    await restart();
    expect(await releases.attach({ service: 'api' }, () => {})).toMatchObject({ outcome: 'released' });
    expect(world.time).toBeGreaterThanOrEqual(until);
  });
});

test('a release has a name to attach to only once the journal has it, whenever its agent is killed', async () => {
  await release('first');
  const events: ProgressEvent[] = [];
  world.crashIn = 0;
  const killed = releases.release(wanted('second'), (event) => events.push(event));
  await expect(killed).rejects.toThrow('killed');
  expect(events).toEqual([]);
  await restart();
  expect(await release('second')).toMatchObject({ outcome: 'released', release: 'r2' });
});

describe('one whose agent is killed before it could tell of it', () => {
  test.each([
    ['baked', bake],
    ['taken over at once', 0],
  ])('is told of by the next: %s', async (_what, length) => {
    deploySettings({ bake: length });
    await release('first');
    void release('second').catch(() => {});
    await goneLive('r2');
    expect(actions()).not.toContain('bake ended');
    await restart();
    await quiet();
    expect(world.history.filter(({ action }) => action === 'release').map((one) => one.release)).toEqual([
      'r1',
      'r2',
    ]);
  });

  test('is told of by the next also when an earlier one was started again, and that stays nothing to go back to', async () => {
    await release('first');
    await release('second');
    await quiet();
    void rollback().catch(() => {});
    await goneLive('r3');
    await restart();
    await quiet();
    expect(actions()).toContain('rollback');
    expect(world.journal('api').releases[1]?.left).toMatchObject({ action: 'rollback', why: 'back to r1' });
  });
});

describe('an edge that acknowledges the switch too late', () => {
  beforeEach(() => release('first'));
  afterEach(() => {
    expect(world.harm).toEqual([]);
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  });

  test('leads nobody to the new release any more before that goes', async () => {
    const running = release('second');
    await at('switch');
    world.late.push('taken');
    expect(await running).toMatchObject({ outcome: 'failed', error: 'waited 10 s for the edge' });
  });

  test('has it stay for as long as nobody knows where it leads', async () => {
    const running = release('second');
    await at('switch');
    world.late.push('taken', 'not taken');
    expect(await running).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('could not be removed: waited 10 s for the edge'),
    });
    expect(world.running()).toHaveLength(4);
    releases.resume();
    await quiet();
  });

  test('has a canary stay for as long as nobody knows where it leads', async () => {
    const running = release('second', { canary: { percents: [5], step: 1000 } });
    await at('switch');
    world.late.push('taken', 'not taken', 'not taken');
    await expect(running).rejects.toThrow('waited 10 s for the edge');
    await quiet();
    expect(world.running()).toHaveLength(4);
    releases.resume();
    await quiet();
  });
});

describe('on a disk that is full', () => {
  beforeEach(() => release('first'));

  test('what was told to have ended does not go live once there is room again', async () => {
    const running = release('second');
    await at('ready');
    world.diskFull = true;
    void releases.abort({ service: 'api', by: 'ann@laptop' });
    expect(await running).toMatchObject({
      outcome: 'failed',
      error: expect.stringMatching('the disk is full'),
    });
    world.diskFull = false;
    releases.resume();
    await quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.journal('api').releases[1]?.failed).toBe('the disk is full, at ready');
  });

  test('nor does a canary whose way back could not be written down', async () => {
    const running = release('second', { canary: { percents: [5], step: 10_000 } });
    await at('canary');
    world.diskFull = true;
    void releases.abort({ service: 'api', by: 'ann@laptop' }).catch(() => {});
    await expect(running).rejects.toThrow('the disk is full');
    world.diskFull = false;
    releases.resume();
    await quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.journal('api').canary).toBeUndefined();
  });
});

test('what one cannot go back from is finished, however long ago its switch was interrupted', async () => {
  await release('first');
  void release('second', { irreversible: 'drops the old names' }).catch(() => {});
  while (world.journal('api').serving !== 'r2') await setImmediate();
  world.crashIn = 0;
  await turns(20);
  world.time += 11 * 60_000;
  await restart();
  await quiet();
  expect(world.routes.get('api')).toBe('r2');
  expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
});

test('one that is interrupted time and again is undone', async () => {
  await release('first');
  for (const step of ['migrate', 'start', 'ready', 'ready']) await interruptedAt(step);
  await quiet();
  expect(world.routes.get('api')).toBe('r1');
  expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
  expect(world.journal('api').releases.at(-1)?.failed).toBe('it was interrupted 4 times, at ready');
});

test('a migration that a kill left running ends with its release, also when that is undone', async () => {
  await release('first');
  world.behaviour.set('second', { migrationHangs: true });
  void release('second').catch(() => {});
  while (world.migrating.size === 0) await setImmediate();
  world.crashIn = 0;
  await turns(20);
  expect([...world.migrating]).toEqual(['r2']);
  world.time += 11 * 60_000;
  await restart();
  await quiet();
  expect([...world.migrating]).toEqual([]);
  expect(world.journal('api').releases.at(-1)?.failed).toBe('it was interrupted too long ago, at migrate');
});

test('an interruption of long ago is undone', async () => {
  await release('first');
  await interruptedAt('start', 11 * 60_000);
  await quiet();
  expect(world.routes.get('api')).toBe('r1');
  expect(world.journal('api').releases.at(-1)?.failed).toMatch(/^it was interrupted too long ago, at /);
});

test('how long a step has lasted is no reason to undo it: somebody was there all the time', async () => {
  await release('first');
  void release('second', { canary: { percents: [5], step: 60 * 60_000 } }).catch(() => {});
  await at('canary');
  world.pass(30 * 60_000);
  await restart();
  await at('canary');
  await releases.promote({ service: 'api', by: 'ann@laptop' });
  await quiet();
  expect(world.routes.get('api')).toBe('r2');
});

test('one that ends before it started anything leaves no trace at the edge, whatever looks at it meanwhile', async () => {
  await release('first');
  const running = release('second');
  await at('look');
  await world.refreshed();
  await releases.abort({ service: 'api', by: 'ann@laptop' });
  expect(await running).toMatchObject({ outcome: 'aborted' });
  expect([...world.clusters]).toEqual(['api-r1']);
});

describe('a release that is held for other hosts', () => {
  const hold = 60_000;
  const confirm = (id = 'r2') => releases.confirm({ service: 'api', release: id, by: 'ann@laptop' });
  const renew = (id = 'r2') => releases.renew({ service: 'api', release: id });

  beforeEach(() => release('first'));

  test('serves, and the one before stays warm until it is confirmed', async () => {
    expect(await release('second', { hold })).toMatchObject({ outcome: 'released', version: '1.0.0+2' });
    expect(world.routes.get('api')).toBe('r2');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2', 'api-r2-1', 'api-r2-2']);
    expect(await confirm()).toEqual({ done: '1.0.0+2 confirmed' });
    await quiet();
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
    expect(actions()).toEqual(['release', 'release', 'bake ended', 'retire']);
  });

  test('goes back when nobody is heard of for so long', async () => {
    await release('second', { hold });
    const begun = world.time;
    await quiet();
    expect(world.time - begun).toBeGreaterThanOrEqual(hold);
    expect(world.routes.get('api')).toBe('r1');
    expect(world.running()).toEqual(['api-r1-1', 'api-r1-2']);
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toMatch(
      /^not confirmed on all hosts: no word from the command for 60 s/,
    );
  });

  test('stays as long as somebody is heard of', async () => {
    await release('second', { hold });
    const since = world.time;
    while (world.time < since + 3 * hold) {
      expect(renew()).toEqual({ held: true });
      await turns(200);
    }
    expect(world.routes.get('api')).toBe('r2');
    await confirm();
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('bakes for what is left of its time once it is confirmed', async () => {
    deploySettings({ bake });
    world.behaviour.set('second', { crashesAfter: 5000 });
    await release('second', { hold });
    await confirm();
    await quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.history.find(({ action }) => action === 'switch back')?.why).toContain('ended by itself');
  });

  test('gives its traffic back when it goes bad, and cannot be confirmed any more', async () => {
    world.behaviour.set('second', { crashesAfter: 5000 });
    await release('second', { hold });
    await quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(renew()).toEqual({ held: false });
    await expect(confirm()).rejects.toThrow('api: 1.0.0+2 is not held any more: replica 1 ended by itself');
  });

  test('is taken back by order, with the reason of whoever orders it', async () => {
    await release('second', { hold });
    const why = 'host2: the port is taken';
    await releases.abort({ service: 'api', by: 'ann@laptop', why });
    await quiet();
    expect(world.routes.get('api')).toBe('r1');
    expect(world.history.find(({ action }) => action === 'release aborted')?.why).toBe(why);
  });

  test('is held by the next start of the agent as well, and confirmed once', async () => {
    await release('second', { hold });
    world.crashIn = 0;
    await turns(20);
    await restart();
    expect(renew()).toEqual({ held: true });
    await confirm();
    expect(await confirm()).toEqual({ done: '1.0.0+2 was confirmed before' });
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
  });

  test('lets no other in before it is confirmed, and is no second one when it is asked for again', async () => {
    await release('second', { hold });
    await expect(release('third')).rejects.toThrow(
      'api: 1.0.0+2 by ann@laptop is held until all hosts have it',
    );
    expect(await release('second', { hold })).toMatchObject({ outcome: 'unchanged', version: '1.0.0+2' });
    expect(renew()).toEqual({ held: true });
  });

  test('stays where there is no way back, and that ends it', async () => {
    await release('second', { hold, irreversible: 'drops the old names' });
    await quiet();
    expect(world.routes.get('api')).toBe('r2');
    expect(world.running()).toEqual(['api-r2-1', 'api-r2-2']);
  });

  test('is called what the first host calls it', async () => {
    expect(await release('second', { version: '1.0.0+41' })).toMatchObject({
      version: '1.0.0+41',
      release: 'r2',
    });
    expect(await release('third')).toMatchObject({ version: '1.0.0+3' });
  });
});

test.each([
  ['by itself', async () => {}],
  ['by order', () => releases.abort({ service: 'api', by: 'ann@laptop' })],
])('the first release of a host that is held leaves nothing when it goes back %s', async (_how, abort) => {
  await release('first', { hold: 60_000 });
  expect(world.routes.get('api')).toBe('r1');
  await abort();
  await quiet();
  expect(world.routes.get('api')).toBeUndefined();
  expect(world.running()).toEqual([]);
  expect(world.harm).toEqual([]);
});

const command = fc.oneof(
  fc.record({ does: fc.constant('held' as const), image: fc.constantFrom('good', 'crash') }),
  fc.record({ does: fc.constant('confirm' as const) }),
  fc.record({
    does: fc.constant('release' as const),
    image: fc.constantFrom('good', 'crash', 'errors', 'dead'),
  }),
  fc.record({
    does: fc.constantFrom('rollback' as const, 'abort' as const, 'promote' as const, 'tidy' as const),
  }),
  fc.record({ does: fc.constant('canary' as const), image: fc.constantFrom('good', 'crash') }),
  fc.record({ does: fc.constant('kill' as const), effects: fc.nat(25) }),
  fc.record({ does: fc.constant('late' as const), taken: fc.boolean() }),
  fc.record({ does: fc.constant('clock' as const), by: fc.constantFrom(-3_600_000, 3_600_000) }),
  fc.record({ does: fc.constant('wait' as const), turns: fc.nat(400) }),
);

test('whatever is asked for and killed in between, one sound release is left, it serves, and nothing else remains', async () => {
  let build = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 7 }), async (commands) => {
      await world.close();
      world = new World();
      deploySettings({ bake: 2000 });
      releases = start();
      await release('good 0');
      for (const one of commands) await obey(one);
      world.late.length = 0;
      await restart();
      await quiet();

      const { serving, canary, releases: records } = world.journal('api');
      const present = records.filter(({ endedAt }) => endedAt === undefined);
      expect(present.map(({ id }) => id)).toEqual([serving]);
      expect(present[0]).not.toHaveProperty('failed');
      expect(canary).toBeUndefined();
      expect(world.routes.get('api')).toBe(serving);
      expect(world.running()).toEqual([`api-${serving}-1`, `api-${serving}-2`]);
      expect([...world.clusters]).toEqual([`api-${serving}`]);
      expect([...world.migrating]).toEqual([]);
      expect(world.harm).toEqual([]);
      expect(new Set(world.history.map(({ id }) => id)).size).toBe(world.history.length);
      const told = world.history.map(({ id }) => id);
      const restored = records.map(({ restores, previous }) => restores && previous);
      for (const record of records) {
        const { id, left, restores } = record;
        if (hasGoneLive(record)) expect(told).toContain(`api ${id} ${restores ? 'rollback' : 'release'}`);
        if (left && !restored.includes(id)) expect(told).toContain(`api ${id} ${left.action}`);
      }
    }),
    { numRuns: Number(process.env.CAUSEWAY_RUNS ?? 200), endOnFailure: true },
  );

  async function obey(
    one: typeof command extends fc.Arbitrary<infer Command> ? Command : never,
  ): Promise<void> {
    const ignore = () => {};
    if (one.does === 'confirm') {
      const { serving: id = '' } = world.journal('api');
      void releases.confirm({ service: 'api', release: id, by: 'x' }).catch(ignore);
    }
    if (one.does === 'release' || one.does === 'canary' || one.does === 'held') {
      build += 1;
      const image = `${one.image} ${build}`;
      if (one.image === 'crash') world.behaviour.set(image, { crashesAfter: 1500 });
      if (one.image === 'errors') world.behaviour.set(image, { failsAfter: 500 });
      if (one.image === 'dead') world.behaviour.set(image, { exits: true });
      const canary = one.does === 'canary' ? { canary: { percents: [10, 100], step: 1000 } } : {};
      const hold = one.does === 'held' ? { hold: 3000 } : {};
      void release(image, { ...canary, ...hold }).catch(ignore);
    }
    if (one.does === 'rollback') void rollback().catch(ignore);
    if (one.does === 'abort') void releases.abort({ service: 'api', by: 'x' }).catch(ignore);
    if (one.does === 'tidy') releases.resume();
    if (one.does === 'late') world.late.push(one.taken ? 'taken' : 'not taken');
    if (one.does === 'clock') world.time += one.by;
    if (one.does === 'promote') void releases.promote({ service: 'api', by: 'x' }).catch(ignore);
    if (one.does === 'kill') {
      world.crashIn = one.effects;
      await turns(200);
      await restart();
    }
    await turns(one.does === 'wait' ? one.turns : 3);
  }
}, 120_000);

function start(): Releases {
  const context = world.boot();
  interruptions = [];
  const interrupted = ({ message }: Error) => void interruptions.push(message);
  return new Releases({ context: () => context, log: () => {}, interrupted });
}

async function goneLive(id: string): Promise<void> {
  const isLive = (release: Release) => release.id === id && hasGoneLive(release);
  while (!world.journal('api').releases.some(isLive)) await setImmediate();
}

/** A way back is a switch as well, to the one before. */
function hasGoneLive({ steps, version }: Release): boolean {
  return steps.some(({ step, detail }) => step === 'switch' && detail?.endsWith(version));
}

/** What was under way at a kill the engine still finishes on its own. */
async function restart(): Promise<void> {
  await world.settle();
  releases = start();
  releases.resume();
  await world.refreshed();
}

/** Begins a release, or goes on with one, kills the agent at a step and starts it again `later`. */
async function interruptedAt(step: string, later = 0): Promise<void> {
  void release('second').catch(() => {});
  await at(step);
  world.crashIn = 0;
  await turns(20);
  world.time += later;
  await restart();
}

function release(image: string, more: Parameters<typeof wanted>[1] = {}): Promise<ReleaseReport> {
  return releases.release(wanted(image, more), () => {});
}

function rollback(
  more: Partial<WantedRollback> = {},
  tell: (event: ProgressEvent) => void = () => {},
): Promise<ReleaseReport> {
  return releases.rollback({ service: 'api', by: 'ann@laptop', ...more }, tell);
}

function deploySettings(change: Partial<(typeof exampleService)['deploy']>): void {
  const service = { ...exampleService, deploy: { ...exampleService.deploy, ...change } };
  world.plan = { ...examplePlan, services: [service] };
}

/** Until nothing is under way any more. */
async function quiet(): Promise<void> {
  while (!releases.idle) await setImmediate();
}

async function at(step: string): Promise<void> {
  while (releases.running('api')?.last?.step !== step) await setImmediate();
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

function actions(): string[] {
  return world.history.map(({ action }) => action);
}
