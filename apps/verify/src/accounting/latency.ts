import type { Observation } from '../load/load-plan.ts';
import { type Percentiles, percentiles } from './percentiles.ts';

/** Milliseconds from when a request was due to its answer, by stream; failed requests are not in it. */
export function measureLatency(observations: readonly Observation[]): Readonly<Record<string, Percentiles>> {
  const served = observations.filter(({ failure }) => failure === undefined);
  const streams = Map.groupBy(served, ({ stream }) => stream);
  const rows = [...streams].map(
    ([stream, its]) => [stream, percentiles(its.map(({ due, ended }) => ended - due))] as const,
  );
  return Object.fromEntries(rows);
}
