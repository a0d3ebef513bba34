import type { Observation } from '../load/load-plan.ts';

/** Failed requests by stream and kind; a stream without one is left out. */
export type Failures = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function countFailures(observations: readonly Observation[]): Failures {
  const failed = observations.filter(({ failure }) => failure !== undefined);
  const streams = Map.groupBy(failed, ({ stream }) => stream);
  return Object.fromEntries([...streams].map(([stream, its]) => [stream, kindsOf(its)]));
}

export interface Outage {
  readonly requests: number;
  readonly failed: number;
  /** By stream and kind. */
  readonly failures: Failures;
  /** From the first failed request's sending to the last one's end, in seconds; 0 when none failed. */
  readonly seconds: number;
  /** The slowest request that did not fail, in milliseconds. */
  readonly slowest: number;
}

/** What an incident cost whoever sent requests during it. */
export function measureOutage(observations: readonly Observation[]): Outage {
  const failed = observations.filter(({ failure }) => failure !== undefined);
  const served = observations.filter(({ failure }) => failure === undefined);
  return {
    requests: observations.length,
    failed: failed.length,
    failures: countFailures(failed),
    seconds: failed.length === 0 ? 0 : (latest(failed) - earliest(failed)) / 1000,
    slowest: served.reduce((slowest, { due, ended }) => Math.max(slowest, ended - due), 0),
  };
}

function kindsOf(failed: readonly Observation[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { failure = '' } of failed) kinds[failure] = (kinds[failure] ?? 0) + 1;
  return kinds;
}

function earliest(observations: readonly Observation[]): number {
  return observations.reduce((least, { sent }) => Math.min(least, sent), Number.POSITIVE_INFINITY);
}

function latest(observations: readonly Observation[]): number {
  return observations.reduce((most, { ended }) => Math.max(most, ended), 0);
}
