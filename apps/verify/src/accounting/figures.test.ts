import { expect, test } from 'vitest';
import type { Observation } from '../load/load-plan.ts';
import { countFailures, measureOutage } from './failures.ts';
import { measureLatency } from './latency.ts';
import { percentiles } from './percentiles.ts';
import { achievedRate } from './rate.ts';
import { firstAnswers, measureRelease } from './release-times.ts';

test('percentiles are values that occurred', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(percentiles(values)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 });
});

test('one value is every percentile', () => {
  expect(percentiles([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
});

test('failures are counted by stream and kind', () => {
  const seen = [request(0, 1), request(0, 1, 'reset'), request(2, 3, 'reset'), request(4, 5, 'status 503')];
  expect(countFailures(seen)).toEqual({ reads: { reset: 2, 'status 503': 1 } });
});

test('an outage lasts from the first failure to the last', () => {
  const seen = [request(0, 9_000), request(1000, 1001, 'reset'), request(2500, 3000, 'refused')];
  expect(measureOutage(seen)).toEqual({
    requests: 3,
    failed: 2,
    failures: { reads: { reset: 1, refused: 1 } },
    seconds: 2,
    slowest: 9_000,
  });
});

test('latency counts from when a request was due, and without failures', () => {
  const late = { ...request(50, 60), due: 10 };
  expect(measureLatency([late, request(0, 99, 'reset')]).reads).toMatchObject({ count: 1, max: 50 });
});

test('a generator that sends too late does not reach its rate', () => {
  const record = { goodbyes: [], wanted: 2, duration: 1000, lag: { p50: 0, p99: 0, max: 0 }, stalls: [] };
  expect(achievedRate({ ...record, observations: [request(0, 1), request(500, 501)] })).toBe(2);
  const late = { ...request(1500, 1501), due: 500 };
  expect(achievedRate({ ...record, observations: [request(0, 1), late] })).toBe(1);
});

test("a release's figures come from its steps and the first answer of its version", () => {
  const steps = [
    { step: 'image', startedAt: 0, endedAt: 5000 },
    { step: 'look', startedAt: 5000, endedAt: 5100 },
    { step: 'start', startedAt: 5100, endedAt: 5600 },
    { step: 'ready', startedAt: 5600, endedAt: 7000 },
    { step: 'switch', startedAt: 7000, endedAt: 7030 },
    { step: 'stop', startedAt: 7030, endedAt: 7500 },
    { step: 'bake', startedAt: 7500 },
  ];
  const first = firstAnswers([
    { ...request(0, 1), at: 7060, release: '2' },
    { ...request(0, 1), at: 7050, release: '2' },
    { ...request(0, 1, 'wrong body'), at: 7040, release: '2' },
  ]);
  const stalls = [
    { from: 6900, until: 7010 },
    { from: 7040, until: 7200 },
    { from: 7300, until: 7400 },
  ];
  expect(measureRelease({ version: '2', steps }, first, stalls)).toEqual({
    version: '2',
    readyToServing: 50,
    generatorStalled: 20,
    total: 7500,
    overhead: 600,
  });
});

function request(sent: number, ended: number, failure?: string): Observation {
  return { stream: 'reads', client: 1, due: sent, sent, ended, at: ended, failure };
}
