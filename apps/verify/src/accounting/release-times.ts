import type { Observation, Stall } from '../load/load-plan.ts';

/** One release as its report tells it; times in milliseconds since the epoch. */
export interface ReleaseTimes {
  readonly version: string;
  readonly steps: readonly { readonly step: string; readonly startedAt: number; readonly endedAt?: number }[];
}

/** Milliseconds; NaN where the report or the load has nothing to go by. */
export interface ReleaseFigures {
  readonly version: string;
  /** From all new replicas being ready to the first answer of the new version. */
  readonly readyToServing: number;
  /** Of that, how long the load generator did not run, and so could not see an answer. */
  readonly generatorStalled: number;
  readonly total: number;
  /** The total without the image, and without the boot of the new containers. */
  readonly overhead: number;
}

/** Steps whose time belongs to the image and to the application's own boot. */
const notOurs = ['image', 'start', 'ready'];

export function measureRelease(
  release: ReleaseTimes,
  firstServed: ReadonlyMap<string, number>,
  stalls: readonly Stall[],
): ReleaseFigures {
  const { version, steps } = release;
  const ready = steps.find(({ step }) => step === 'ready')?.endedAt ?? Number.NaN;
  const first = firstServed.get(version) ?? Number.NaN;
  const total = durationOf(steps);
  return {
    version,
    readyToServing: first - ready,
    generatorStalled: stalledBetween(ready, first, stalls),
    total,
    overhead: total - sumOf(steps.filter(({ step }) => notOurs.includes(step))),
  };
}

function stalledBetween(from: number, until: number, stalls: readonly Stall[]): number {
  const overlaps = stalls.map((stall) => Math.min(until, stall.until) - Math.max(from, stall.from));
  return overlaps.reduce((sum, overlap) => sum + Math.max(0, overlap), 0);
}

/** When each version's first answer ended, in milliseconds since the epoch. */
export function firstAnswers(observations: readonly Observation[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { release, at, failure } of observations)
    if (release !== undefined && failure === undefined)
      first.set(release, Math.min(at, first.get(release) ?? at));
  return first;
}

/** The bake may have begun when the report was made. */
function durationOf(steps: ReleaseTimes['steps']): number {
  const ends = steps.flatMap(({ startedAt, endedAt }) =>
    endedAt === undefined ? [] : [{ startedAt, endedAt }],
  );
  if (ends.length === 0) return 0;
  return (
    Math.max(...ends.map(({ endedAt }) => endedAt)) - Math.min(...ends.map(({ startedAt }) => startedAt))
  );
}

function sumOf(steps: ReleaseTimes['steps']): number {
  return steps.reduce((sum, step) => sum + durationOf([step]), 0);
}
