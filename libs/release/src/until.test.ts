import { expect, test } from 'vitest';
import { until } from './until.ts';

const hour = 60 * 60_000;

test.each([
  ['forward', hour],
  ['back', -hour],
])('a wait lasts as long as it may, also when the clock is set %s meanwhile', async (_which, by) => {
  let [now, elapsed] = [10 * hour, 0];
  const clock = {
    now: () => now,
    elapsed: () => elapsed,
    wait: async (milliseconds: number) => {
      if (elapsed === 0) now += by;
      elapsed += milliseconds;
      now += milliseconds;
    },
    within: async <T>(_milliseconds: number, _what: () => string, work: Promise<T>) => work,
  };
  const waiting = until(clock, { what: 'an answer', within: 3000 }, async () => 'none');
  await expect(waiting).rejects.toThrow('waited 3 s for an answer: none');
  expect(elapsed).toBe(3000);
});
