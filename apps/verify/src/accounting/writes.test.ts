import { expect, test } from 'vitest';
import type { Observation } from '../load/load-plan.ts';
import { settleWrites } from './writes.ts';

test('every write is stored once, lost, doubled, strange or failed', () => {
  const sent = [write('a'), write('b'), write('c'), write('d', 'reset'), write('e', 'reset')];
  const held = new Map([
    ['a', 1],
    ['c', 2],
    ['d', 1],
    ['z', 1],
  ]);
  expect(settleWrites(sent, held)).toEqual({
    sent: 5,
    stored: 1,
    lost: ['b'],
    doubled: ['c'],
    strange: ['z'],
    failed: { count: 2, stored: 1 },
  });
});

test('a write that failed and is stored twice is doubled', () => {
  expect(settleWrites([write('a', 'reset')], new Map([['a', 2]])).doubled).toEqual(['a']);
});

function write(id: string, failure?: string): Observation {
  return { stream: 'writes', client: 1, due: 0, sent: 0, ended: 1, at: 1, id, failure };
}
