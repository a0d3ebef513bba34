import { describe, expect, test } from 'vitest';
import {
  type Attempts,
  afterFailure,
  afterIssue,
  mayTry,
  mostNotProvenAnHour,
  noAttempts,
} from './patience.ts';
import { AcmeProblem, type ProblemKind } from './problem.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2030, 0, 1);

const failed = (kind: ProblemKind, times: number, at = now, retryAfter?: number): Attempts =>
  Array.from({ length: times }).reduce<Attempts>(
    (before) =>
      afterFailure(before, new AcmeProblem(kind, 'why', retryAfter === undefined ? {} : { retryAfter }), at),
    noAttempts,
  );

test.each<[ProblemKind, readonly number[]]>([
  ['away', [1, 2, 4, 8, 16, 32, 60, 60]],
  ['not proven', [15, 30, 60, 120, 240, 480, 720, 720]],
  ['rate limited', [60, 120, 240, 480, 960, 1440, 1440]],
  ['refused', [15, 30, 60, 120, 240, 480, 960, 1440, 1440]],
])('after "%s" it waits longer each time, up to a bound', (kind, minutes) => {
  const waits = minutes.map((_, index) => (failed(kind, index + 1).next ?? 0) - now);
  expect(waits.map((wait) => wait / minute)).toEqual(minutes);
});

test('a Retry-After is the least that it waits', () => {
  expect(failed('rate limited', 1, now, 40 * hour).next).toBe(now + 40 * hour);
  expect(failed('rate limited', 1, now, minute).next).toBe(now + hour);
});

test('what was issued makes the past forgotten', () => {
  expect(afterIssue(now)).toEqual({ failed: 0, last: { at: now, outcome: 'issued' }, notProven: [] });
});

describe('it may be tried', () => {
  test('at first, and by itself when its time has come', () => {
    expect(mayTry(noAttempts, now, false)).toBe(true);
    const attempts = failed('away', 1);
    expect(mayTry(attempts, now + minute - 1, false)).toBe(false);
    expect(mayTry(attempts, now + minute, false)).toBe(true);
  });

  test('earlier when somebody asks, but not within a Retry-After', () => {
    expect(mayTry(failed('not proven', 1), now + 1, true)).toBe(true);
    const limited = failed('rate limited', 1, now, 30 * minute);
    expect(mayTry(limited, now + 30 * minute - 1, true)).toBe(false);
    expect(mayTry(limited, now + 30 * minute, true)).toBe(true);
  });

  test(`never when ${mostNotProvenAnHour} proofs have failed within the hour, whoever asks`, () => {
    const attempts = failed('not proven', mostNotProvenAnHour);
    expect(mayTry(failed('not proven', mostNotProvenAnHour - 1), now + 1, true)).toBe(true);
    expect(mayTry(attempts, now + hour - 1, true)).toBe(false);
    expect(mayTry(attempts, now + hour, true)).toBe(true);
  });
});

test('only the proofs of the last hour are kept in mind', () => {
  const attempts = afterFailure(failed('not proven', 2), new AcmeProblem('not proven', 'why'), now + hour);
  expect(attempts.notProven).toEqual([now + hour]);
});
