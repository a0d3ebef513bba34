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
  const told = ownSteps({ beganAt, steps }).findLast(({ step }) => step === 'switch')?.endedAt;
  return told ?? firstAnswerAfter(beganAt, release, observations);
}

type Told = Pick<Switching, 'beganAt' | 'steps'>;

/** When the agent began to carry the command out; undefined where there was nothing to do. */
export function orderedAt(told: Told): number | undefined {
  const [first] = ownSteps(told).sort((one, other) => one.startedAt - other.startedAt);
  return first?.startedAt;
}

/** Nothing was left warm for it. */
export function hasStarted(told: Told): boolean {
  return ownSteps(told).some(({ step }) => step === 'start');
}

/** A report may begin with the steps of an earlier command. */
function ownSteps({ beganAt, steps }: Told) {
  return steps.filter(({ startedAt }) => startedAt >= beganAt);
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
