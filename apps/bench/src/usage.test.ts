import { expect, test } from 'vitest';
import { processorShares } from './usage.ts';

test('processor time is shared out over the time between two looks', () => {
  const looks = [
    { at: 0, processor: 500, memory: 1 },
    { at: 10_000, processor: 600, memory: 1 },
    { at: 30_000, processor: 20_600, memory: 1 },
  ];
  expect(processorShares(looks)).toEqual([1, 100]);
});

test('one look is no share', () => {
  expect(processorShares([{ at: 0, processor: 500, memory: 1 }])).toEqual([]);
});
