import { expect, test } from 'vitest';
import { type ActionKind, actionsOf, type Scenario } from './scenario.ts';

const count = (actions: readonly ActionKind[], wanted: string) =>
  actions.filter((action) => action.startsWith(wanted)).length;

test.each([
  [1, 0, 0],
  [20, 1, 0],
  [100, 20, 20],
  [7, 7, 3],
])('%d releases, %d rollbacks and %d edges are all done', (releases, rollbacks, edgeReplacements) => {
  const actions = actionsOf(scenario({ releases, rollbacks, edgeReplacements }));
  expect(count(actions, 'release')).toBe(releases);
  expect(count(actions, 'rollback')).toBe(rollbacks);
  expect(count(actions, 'edge')).toBe(edgeReplacements);
});

test('rollbacks come right after a release, warm and cold by turns', () => {
  expect(actionsOf(scenario({ releases: 4, rollbacks: 2, edgeReplacements: 1 }))).toEqual([
    'release',
    'release',
    'rollback, warm',
    'release',
    'release',
    'rollback, cold',
    'edge replacement',
  ]);
});

function scenario(counts: Pick<Scenario, 'releases' | 'rollbacks' | 'edgeReplacements'>): Scenario {
  return { rate: 1, long: 1, sockets: 1, streams: 1, transfers: 1, duration: 0, ...counts };
}
