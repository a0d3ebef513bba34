import { percentiles } from '../accounting/percentiles.ts';
import type { Observation } from '../load/load-plan.ts';

/** What happened in each slice of time. */
export interface Timeline {
  /** Seconds from the first answer to the beginning of each slice. */
  readonly times: readonly number[];
  /** Milliseconds, by name; `null` where nothing was answered. */
  readonly latency: Readonly<Record<'p50' | 'p99' | 'max', readonly (number | null)[]>>;
  /** Answers in each slice, by release, in the order in which the releases came. */
  readonly answers: ReadonlyMap<string, readonly number[]>;
  readonly failures: readonly number[];
}

const mostSlices = 240;

/** `latencyOf` says which observations' times are worth a curve: those that do not wait on purpose. */
export function timelineOf(
  observations: readonly Observation[],
  latencyOf: (observation: Observation) => boolean,
): Timeline {
  const start = observations.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const end = observations.reduce((most, { at }) => Math.max(most, at), start);
  const width = Math.max(1000, Math.ceil((end - start + 1) / mostSlices / 1000) * 1000);
  const count = Math.max(1, Math.ceil((end - start + 1) / width));
  const slices = Array.from({ length: count }, (): Observation[] => []);
  for (const observation of observations)
    slices[Math.floor((observation.at - start) / width)]?.push(observation);
  const times = slices.map((_, index) => (index * width) / 1000);
  const served = slices.map((slice) => slice.filter(({ failure }) => failure === undefined));
  const waits = served.map((slice) =>
    percentiles(slice.filter(latencyOf).map(({ due, ended }) => ended - due)),
  );
  const curve = (name: 'p50' | 'p99' | 'max') => waits.map((wait) => (wait.count > 0 ? wait[name] : null));
  return {
    times,
    latency: { p50: curve('p50'), p99: curve('p99'), max: curve('max') },
    answers: answersByRelease(served),
    failures: slices.map((slice, index) => slice.length - (served[index]?.length ?? 0)),
  };
}

function answersByRelease(slices: readonly (readonly Observation[])[]): Map<string, number[]> {
  const answers = new Map<string, number[]>();
  for (const [index, slice] of slices.entries())
    for (const { release = 'none' } of slice) {
      const counts = answers.get(release) ?? slices.map(() => 0);
      counts[index] = (counts[index] ?? 0) + 1;
      answers.set(release, counts);
    }
  return answers;
}
