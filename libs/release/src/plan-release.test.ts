import { describe, expect, test } from 'vitest';
import { describeRelease, isServing, planBake, planGoingLive, planRetirement } from './plan-release.ts';
import { emptyJournal, type ServiceJournal } from './release.ts';
import { exampleRelease, exampleService } from './testing/example.ts';

const first = exampleRelease('first');
const serving: ServiceJournal = { serving: 'r1', releases: [first] };

describe('the steps of a release', () => {
  test('the first one has nobody to retire', () => {
    expect(planGoingLive(first).map(({ step }) => step)).toEqual([
      'look',
      'migrate',
      'start',
      'ready',
      'switch',
    ]);
  });

  test('the next one retires the serving one by its own settings', () => {
    const service = { ...exampleService, deploy: { ...exampleService.deploy, drain: 9000 } };
    const next = exampleRelease('second', serving, { service });
    expect(describeRelease(serving, next)).toEqual([
      'look: image, disk space, edge config, database (at most 5 s)',
      'migrate: migrate (at most 5 s)',
      'start: 2 new containers',
      'ready: /status answers 200, to us and to the edge (at most 3 s)',
      'switch: the route goes from r1 to the new release',
      'prepare: the old route settles, then /prepare on each old container',
      'drain: what the old release has in hand and /ready (at most 3 s)',
      'stop: the old containers',
    ]);
  });

  test('a bare container has neither migration nor hooks', () => {
    const { health, migrate, ...rest } = exampleService;
    const service = {
      ...rest,
      deploy: { ...exampleService.deploy, drain: 1, boot: 1, migrate: 1, stopGrace: 1 },
    };
    const bare = exampleRelease('first', emptyJournal, { service });
    const next = exampleRelease('second', { serving: 'r1', releases: [bare] }, { service });
    expect([...planGoingLive(next), ...planRetirement(bare)].map(({ step }) => step)).toEqual([
      'look',
      'start',
      'ready',
      'switch',
      'prepare',
      'drain',
      'stop',
    ]);
  });
});

describe('what follows the switch', () => {
  const baking = { ...exampleService, deploy: { ...exampleService.deploy, bake: 9000 } };

  test('is a bake, where there is a release to go back to', () => {
    expect(planBake(exampleRelease('second', serving, { service: baking }))).toEqual([
      { step: 'bake', for: 9000 },
    ]);
    expect(planBake(exampleRelease('first', emptyJournal, { service: baking }))).toEqual([]);
  });

  test('is none after a rollback, which nobody wants to go back from', () => {
    const restoring = { ...exampleRelease('second', serving, { service: baking }), restores: 'r0' };
    expect(planBake(restoring)).toEqual([]);
    expect(planGoingLive(restoring).map(({ step }) => step)).not.toContain('migrate');
  });
});

describe('the same content', () => {
  test.each([
    ['is what serves', {}, true],
    ['differs in its environment', { environment: { COLOUR: 'red' } }, false],
    ['differs in its replicas', { replicas: 3 }, false],
    ['differs only in its hosts', { hosts: ['other.test'] }, true],
    ['differs only in its blocked paths', { block: ['/private'] }, true],
    ['differs only in what becomes of its escaped slashes', { escapedSlashes: 'reject' as const }, true],
  ])('%s', (_what, change, same) => {
    expect(
      isServing(serving, exampleRelease('first', serving, { service: { ...exampleService, ...change } })),
    ).toBe(same);
  });

  test('of another image is another release', () => {
    expect(isServing(serving, exampleRelease('second', serving))).toBe(false);
  });
});

test('build numbers count up, over failed releases too', () => {
  const failed = { ...exampleRelease('second', serving), failed: 'why', endedAt: 1 };
  const next = exampleRelease('third', { serving: 'r1', releases: [first, failed] });
  expect(next).toMatchObject({ id: 'r3', version: '1.0.0+3', previous: 'r1' });
});
