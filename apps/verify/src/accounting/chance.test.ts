import { expect, test } from 'vitest';
import { likely } from './chance.ts';

test.each([
  [0.5, 1000, { least: 421, most: 579 }],
  [0.1, 1000, { least: 53, most: 147 }],
  [1, 1000, { least: 1000, most: 1000 }],
  [0, 1000, { least: 0, most: 0 }],
])('a share of %d of %d clients', (share, count, bounds) => {
  expect(likely(share, count)).toEqual(bounds);
});
