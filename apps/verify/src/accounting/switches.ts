import type { Observation } from '../load/load-plan.ts';
import type { ReleaseTimes } from './release-times.ts';

/** A command that put a version live; times in milliseconds since the epoch. */
export interface Switching {
  readonly release: string;
  readonly beganAt: number;
  readonly steps: ReleaseTimes['steps'];
}

/**
 * When traffic went to it: as its report says, or else at the first answer that the load had of it. The report of a
 * warm rollback holds only what was done when the release first went live.
 */
export function switchedAt(
  { release, beganAt, steps }: Switching,
  observations: readonly Observation[],
): number {
  const told = steps.findLast(({ step, startedAt }) => step === 'switch' && startedAt >= beganAt)?.endedAt;
  return told ?? firstAnswerAfter(beganAt, release, observations);
}

/** NaN where there was none. */
export function firstAnswerAfter(
  time: number,
  release: string,
  observations: readonly Observation[],
): number {
  const answers = observations.filter((seen) => seen.release === release && seen.at >= time && !seen.failure);
  return answers.length === 0 ? Number.NaN : answers.reduce((first, { at }) => Math.min(first, at), Infinity);
}
