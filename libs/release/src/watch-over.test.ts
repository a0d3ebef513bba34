import { expect, test } from 'vitest';
import { recent } from './watch-over.ts';

test('of a watch that lasts for hours the first sample and the last seconds are kept', () => {
  let samples: { at: number }[] = [];
  for (let now = 0; now <= 3_600_000; now += 250) samples = recent([...samples, { at: now }], now);
  const lately = Array.from({ length: 21 }, (_, index) => ({ at: 3_595_000 + 250 * index }));
  expect(samples).toEqual([{ at: 0 }, ...lately]);
});

test('all of a watch that has just begun are kept', () => {
  const samples = [{ at: 0 }, { at: 250 }, { at: 500 }];
  expect(recent(samples, 500)).toEqual(samples);
});
