import type { LoadRecord } from '../load/load-plan.ts';

/** Requests each second that really left the generator while it was to send. */
export function achievedRate({ observations, duration }: LoadRecord): number {
  const start = observations.reduce((least, { due }) => Math.min(least, due), Number.POSITIVE_INFINITY);
  const inTime = observations.filter(({ sent }) => sent <= start + duration);
  return inTime.length / (duration / 1000);
}
