import { expect, test } from 'vitest';
import { groupsOf } from './feature-prices.ts';

test('groups have all items once, in order, and none has more than its size', () => {
  expect(groupsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(groupsOf([], 2)).toEqual([]);
});
