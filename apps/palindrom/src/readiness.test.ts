import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchReadiness } from './readiness.ts';

const timing = { deadline: 1000, freshness: 500 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('nothing is missing while every check passes', async () => {
  const readiness = watchReadiness({ database: async () => 1, redis: async () => 'PONG' }, timing, () => {});
  expect(await readiness.missing()).toEqual([]);
});

test('every check that fails is named with its reason', async () => {
  const refuse = async () => Promise.reject(new Error('connection\nrefused'));
  const readiness = watchReadiness(
    { database: refuse, redis: async () => 'PONG', cache: refuse },
    timing,
    () => {},
  );
  expect(await readiness.missing()).toEqual(['database: connection refused', 'cache: connection refused']);
});

test('a check without an answer fails at its deadline', async () => {
  const readiness = watchReadiness({ database: () => new Promise(() => {}) }, timing, () => {});
  const missing = readiness.missing();
  await vi.advanceTimersByTimeAsync(timing.deadline);
  expect(await missing).toEqual(['database: no answer within 1000 ms']);
});

test('many who ask cost one check, until its answer is old', async () => {
  const check = vi.fn(async () => 1);
  const readiness = watchReadiness({ database: check }, timing, () => {});
  await Promise.all(Array.from({ length: 100 }, () => readiness.missing()));
  await vi.advanceTimersByTimeAsync(timing.freshness - 1);
  await readiness.missing();
  expect(check).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await readiness.missing();
  expect(check).toHaveBeenCalledTimes(2);
});

test('a slow check is asked once, however long it takes', async () => {
  const check = vi.fn(() => new Promise(() => {}));
  const readiness = watchReadiness({ database: check }, timing, () => {});
  const first = readiness.missing();
  await vi.advanceTimersByTimeAsync(timing.deadline - 1);
  const second = readiness.missing();
  await vi.advanceTimersByTimeAsync(1);
  expect([await first, await second]).toEqual(Array(2).fill(['database: no answer within 1000 ms']));
  expect(check).toHaveBeenCalledTimes(1);
});

test('only a change is told', async () => {
  let there = true;
  const told: (readonly string[])[] = [];
  const check = async () => there || Promise.reject(new Error('gone'));
  const readiness = watchReadiness({ redis: check }, timing, (missing) => told.push(missing));
  for (const next of [true, true, false, false, true]) {
    there = next;
    await readiness.missing();
    await vi.advanceTimersByTimeAsync(timing.freshness);
  }
  expect(told).toEqual([[], ['redis: gone'], []]);
});
