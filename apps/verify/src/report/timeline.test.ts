import { expect, test } from 'vitest';
import type { Observation } from '../load/load-plan.ts';
import { timelineOf } from './timeline.ts';

test('answers, failures and waits go into the slice in which they ended', () => {
  const seen = [
    answer(10_000, 'app@1', 5),
    answer(10_999, 'app@1', 7),
    answer(11_000, 'app@2', 9),
    { ...answer(12_500, 'app@2', 1), failure: 'reset' },
    { ...answer(10_500, 'app@1', 2000), stream: 'slow' },
  ];
  const timeline = timelineOf(seen, ({ stream }) => stream !== 'slow');
  expect({ ...timeline, answers: Object.fromEntries(timeline.answers) }).toEqual({
    times: [0, 1, 2],
    latency: { p50: [5, 9, null], p99: [7, 9, null], max: [7, 9, null] },
    answers: { 'app@1': [3, 0, 0], 'app@2': [0, 1, 0] },
    failures: [0, 0, 1],
  });
});

test('a long run has wider slices', () => {
  expect(timelineOf([answer(0, 'app@1', 1), answer(1_000_000, 'app@1', 1)], () => true).times).toHaveLength(
    201,
  );
});

function answer(at: number, release: string, wait: number): Observation {
  return { stream: 'reads', client: 1, due: 0, sent: 0, ended: wait, at, release };
}
