import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agent, hasGoneLive } from './testing/agent.ts';
import type { World } from './testing/world.ts';

const image = (...kinds: string[]) => fc.constantFrom(...kinds);

const command = fc.oneof(
  fc.record({ does: fc.constant('held' as const), image: image('good', 'crash') }),
  fc.record({ does: fc.constant('confirm' as const) }),
  fc.record({ does: fc.constant('release' as const), image: image('good', 'crash', 'errors', 'dead') }),
  fc.record({
    does: fc.constantFrom('rollback' as const, 'abort' as const, 'promote' as const, 'tidy' as const),
  }),
  fc.record({ does: fc.constant('canary' as const), image: image('good', 'crash') }),
  fc.record({ does: fc.constant('kill' as const), effects: fc.nat(25) }),
  fc.record({ does: fc.constant('late' as const), taken: fc.boolean() }),
  fc.record({ does: fc.constant('clock' as const), by: fc.constantFrom(-3_600_000, 3_600_000) }),
  fc.record({ does: fc.constant('wait' as const), turns: fc.nat(400) }),
);

type Command = typeof command extends fc.Arbitrary<infer Each> ? Each : never;

const canary = { percents: [10, 100], step: 1000 };
const hold = 3000;

test('whatever is asked for and killed in between, one sound release is left, it serves, and nothing else remains', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 7 }), async (commands) => {
      const agent = new Agent();
      try {
        agent.deploySettings({ bake: 2000 });
        agent.tidyAlways();
        await agent.release('good 0');
        for (const [index, one] of commands.entries()) await obey(agent, one, index + 1);
        agent.world.late.length = 0;
        await agent.restart();
        await agent.quiet();
        expectOneSoundRelease(agent.world);
        expectAllTold(agent.world);
      } finally {
        await agent.world.close();
      }
    }),
    { numRuns: Number(process.env.CAUSEWAY_RUNS ?? 200), endOnFailure: true },
  );
}, 120_000);

/** Goes on before it is done; `number` makes its image one of its own. */
async function obey(agent: Agent, command: Command, number: number): Promise<void> {
  const by = { service: 'api', by: 'x' };
  const begin = (work: Promise<unknown>) => void work.catch(() => {});
  switch (command.does) {
    case 'release':
      begin(agent.release(imageOf(agent.world, command.image, number)));
      break;
    case 'canary':
      begin(agent.release(imageOf(agent.world, command.image, number), { canary }));
      break;
    case 'held':
      begin(agent.release(imageOf(agent.world, command.image, number), { hold }));
      break;
    case 'confirm':
      begin(agent.releases.holds.confirm({ ...by, release: agent.world.journal('api').serving ?? '' }));
      break;
    case 'rollback':
      begin(agent.rollback());
      break;
    case 'abort':
      begin(agent.releases.abort(by));
      break;
    case 'promote':
      begin(agent.releases.promote(by));
      break;
    case 'tidy':
      agent.releases.resume();
      break;
    case 'late':
      agent.world.late.push(command.taken ? 'taken' : 'not taken');
      break;
    case 'clock':
      agent.world.time += command.by;
      break;
    case 'kill':
      await killed(agent, command.effects);
      break;
    case 'wait':
      return agent.turns(command.turns);
    default:
      command satisfies never;
  }
  await agent.turns(3);
}

function imageOf(world: World, kind: string, number: number): string {
  const image = `${kind} ${number}`;
  if (kind === 'crash') world.behaviour.set(image, { crashesAfter: 1500 });
  if (kind === 'errors') world.behaviour.set(image, { failsAfter: 500 });
  if (kind === 'dead') world.behaviour.set(image, { exits: true });
  return image;
}

async function killed(agent: Agent, effects: number): Promise<void> {
  agent.world.crashIn = effects;
  await agent.turns(200);
  await agent.restart();
}

function expectOneSoundRelease(world: World): void {
  const { serving, canary: left, releases } = world.journal('api');
  const present = releases.filter(({ endedAt }) => endedAt === undefined);
  expect(present.map(({ id }) => id)).toEqual([serving]);
  expect(present[0]).not.toHaveProperty('failed');
  expect(left).toBeUndefined();
  expect(world.routes.get('api')).toBe(serving);
  expect(world.running()).toEqual([`api-${serving}-1`, `api-${serving}-2`]);
  expect([...world.clusters]).toEqual([`api-${serving}`]);
  expect([...world.migrating]).toEqual([]);
  expect(world.harm).toEqual([]);
}

/** Each release that went live, and each way back, once. */
function expectAllTold(world: World): void {
  const told = world.history.map(({ id }) => id);
  expect(new Set(told).size).toBe(told.length);
  const { releases } = world.journal('api');
  const restored = releases.map(({ restores, previous }) => restores && previous);
  for (const release of releases) {
    const { id, left, restores } = release;
    if (hasGoneLive(release)) expect(told).toContain(`api ${id} ${restores ? 'rollback' : 'release'}`);
    if (left && !restored.includes(id)) expect(told).toContain(`api ${id} ${left.action}`);
  }
}
