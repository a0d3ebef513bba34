import type { Observation } from '../load/load-plan.ts';
import type { ReleaseTimes } from './release-times.ts';

/** A command that put a version live; times in milliseconds since the epoch. */
export interface Switching {
  readonly release: string;
  readonly beganAt: number;
  readonly steps: ReleaseTimes['steps'];
}

/** When traffic went to it: as its report says, or else at the first answer that the load had of it. */
export function switchedAt(
  { release, beganAt, steps }: Switching,
  observations: readonly Observation[],
): number {
  const told = steps.findLast(({ step, startedAt }) => step === 'switch' && startedAt >= beganAt)?.endedAt;
  return told ?? firstAnswerAfter(beganAt, release, observations);
}

/** When the agent began to carry the command out. NaN where the report does not say. */
export function orderedAt({ beganAt, steps }: Pick<Switching, 'beganAt' | 'steps'>): number {
  const own = steps.filter(({ startedAt }) => startedAt >= beganAt).map(({ startedAt }) => startedAt);
  return own.length === 0 ? Number.NaN : Math.min(...own);
}

/** The end of the first answer to a request that was sent after `time`: what was in flight ends later. NaN without one. */
export function firstAnswerAfter(
  time: number,
  release: string,
  observations: readonly Observation[],
): number {
  const answers = observations.filter(
    (seen) => seen.release === release && !seen.failure && seen.at - (seen.ended - seen.sent) >= time,
  );
  return answers.length === 0
    ? Number.NaN
    : answers.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
}
