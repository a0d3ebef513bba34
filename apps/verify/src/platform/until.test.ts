import { expect, test } from 'vitest';
import { until } from './until.ts';

const patience = { every: 1, atMost: 10_000 };

test('ends with the first look that says yes', async () => {
  let looks = 0;
  await until('three looks', async () => ++looks === 3, patience);
  expect(looks).toBe(3);
});

test('takes a look that fails for a no', async () => {
  let looks = 0;
  await until('no error', async () => (looks++ === 0 ? Promise.reject(new Error('away')) : true), patience);
  expect(looks).toBe(2);
});

test('gives up with what was waited for and the last reason', async () => {
  const never = until('the edge', () => Promise.reject(new Error('away')), { every: 1, atMost: 5 });
  await expect(never).rejects.toThrow('the edge: not within 0.005 s: Error: away');
});
