import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchForStalls } from './stalls.ts';

it('notes from when to when the event loop did not run', async () => {
  const watch = watchForStalls();
  await setTimeout(50);
  const from = Date.now();
  while (Date.now() < from + 200);
  const until = Date.now();
  await setTimeout(50);
  const longest = watch.stop().toSorted((a, b) => b.until - b.from - (a.until - a.from))[0];
  expect(longest?.until).toBeGreaterThanOrEqual(until);
  expect(longest?.from).toBeLessThanOrEqual(until - 150);
});
