import { expect, test } from 'vitest';
import { turned } from './measurement.ts';

test('every round has all of them, and none always comes first', () => {
  const rounds = [0, 1, 2, 3].map((round) => turned(['a', 'b', 'c'], round));
  expect(rounds).toEqual([
    ['a', 'b', 'c'],
    ['a', 'c', 'b'],
    ['c', 'a', 'b'],
    ['c', 'b', 'a'],
  ]);
});
