import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepImages } from './keep-images.ts';
import type { Context } from './ports.ts';
import { Releases } from './releases.ts';
import { examplePlan, exampleService, wanted } from './testing/example.ts';
import { World } from './testing/world.ts';

let world: World;
let context: Context;
let lost: string[];

beforeEach(async () => {
  world = new World();
  world.plan = {
    ...examplePlan,
    services: [{ ...exampleService, deploy: { ...exampleService.deploy, keep: 1 } }],
  };
  context = world.boot();
  world.behaviour.set('bad', { exits: true });
  const releases = new Releases({ context: () => context, log: () => {}, interrupted: () => {} });
  for (const image of ['oldest', 'older', 'bad', 'serving']) {
    await releases.release(wanted(image), () => {});
    while (!releases.idle) await setImmediate();
  }
  world.kept.clear();
  lost = [];
});

afterEach(() => world.close());

const keep = (under: Context) => keepImages(under, ({ id }, { message }) => lost.push(`${id}: ${message}`));

test('all releases that can be gone back to are kept again, and no other', async () => {
  await keep(context);
  expect([...world.kept]).toEqual(['r2', 'r4']);
  expect(lost).toEqual([]);
});

test('an image that somebody has removed is told of, and the others are kept', async () => {
  world.gone.add('older');
  await keep(context);
  expect([...world.kept]).toEqual(['r4']);
  expect(lost).toEqual(['r2: No such image: older']);
});

test('a release that is pruned in the same moment is not kept for ever', async () => {
  const { containers, journal } = context.ports;
  const pruning = {
    ...containers,
    keep: async (release: Parameters<typeof containers.keep>[0]) => {
      await containers.keep(release);
      if (release.id === 'r2') await journal.remove(release);
    },
  };
  await keep({ ...context, ports: { ...context.ports, containers: pruning } });
  expect([...world.kept]).toEqual(['r4']);
});
