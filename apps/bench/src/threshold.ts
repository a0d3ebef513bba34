import type { Observation } from '@causeway/verify';

/**
 * When a client had seen more than the share of one release's answers fail, counted from its first one: the end of the
 * answer that passed it, in milliseconds since the epoch. NaN where none did.
 */
export function passedAt(observations: readonly Observation[], release: string, share: number): number {
  const own = observations.filter((seen) => seen.release === release).toSorted((a, b) => a.at - b.at);
  let failed = 0;
  const passing = own.find(({ failure }, index) => {
    if (failure !== undefined) failed++;
    return failed / (index + 1) > share;
  });
  return passing?.at ?? Number.NaN;
}
