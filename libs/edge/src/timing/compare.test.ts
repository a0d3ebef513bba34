import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const times = (shift: number) =>
  Array.from({ length: 400 }, (_, index) => 100 + ((index * 37) % 400) / 10 + shift);

test('two samples of the same times do not differ', () => {
  const { difference, margin, z } = compare(times(0), times(0.001));
  expect(Math.abs(difference)).toBeLessThan(margin);
  expect(Math.abs(z)).toBeLessThan(1.96);
});

test('a shift is found, with its sign', () => {
  const { medians, difference, margin, z } = compare(times(5), times(0));
  expect(medians[0] - medians[1]).toBeCloseTo(5);
  expect(difference).toBeGreaterThan(margin);
  expect(z).toBeGreaterThan(1.96);
});
