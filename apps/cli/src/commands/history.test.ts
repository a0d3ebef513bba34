import type { HistoryEntry } from '@causeway/release';
import { expect, test } from 'vitest';
import { describeEntry, describe as describeTable } from './history.ts';

const entry: HistoryEntry = {
  number: 9,
  at: Date.UTC(2027, 0, 15, 8),
  service: 'api',
  action: 'retire',
  by: 'ann@desk',
  version: '1.2+7',
  hash: 'ff',
};

test('an entry says what its action is, and why it was done before anything else about it', () => {
  const shown = describeEntry({ ...entry, why: 'first\nsecond', drained: 3, cut: 1 }).split('\n');
  expect(shown).toEqual([
    'entry 9 of the history',
    '  when     2027-01-15 08:00:00 UTC',
    '  service  api',
    '  action   retire: a version that serves no more has finished what it had in hand, and its containers are gone',
    '  by       ann@desk',
    '  why      first',
    '  second',
    '  version  1.2+7',
    '  in hand  3 open when nothing new came any more, 1 of them cut at the end of the drain',
    '  hash     ff',
  ]);
});

test('of a drain that cut nothing all is said to have finished', () => {
  expect(describeEntry({ ...entry, drained: 0, cut: 0 })).toMatch(/in hand {2}nothing\n/);
  expect(describeEntry({ ...entry, drained: 3, cut: 0 })).toMatch(
    /in hand {2}3 open .*, all of them finished\n/,
  );
});

test('what the hooks of the replicas answered has a line for each hook', () => {
  const answer = (replica: number, status: number) => ({ replica, hook: '/ready', at: 0, status, said: '' });
  const answers = [answer(1, 503), answer(2, 200), answer(1, 200)];
  const step = { step: 'prepare', startedAt: 0, endedAt: 1, answers } as const;
  expect(describeEntry({ ...entry, steps: [step] })).toMatch(
    /hook {3,}\/ready: replica 1: 503, then 200; replica 2: 200\n/,
  );
});

test('an action of a newer agent is shown by its name', () => {
  expect(describeEntry({ ...entry, action: 'new' as never })).toMatch(/action {3}new\n/);
});

test('the table has the first words of the reason alone', () => {
  const reason = (why: string) => describeTable({ entries: [{ ...entry, why }] }).split('ann@desk')[1];
  expect(reason('it crashed\nits log')).toBe('  it crashed');
  expect(reason('x'.repeat(80))).toBe(`  ${'x'.repeat(80)}`);
  expect(reason('x'.repeat(81))).toBe(`  ${'x'.repeat(79)}…`);
});
