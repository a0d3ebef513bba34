import type { Observation } from '../load/load-plan.ts';

/** An edge was replaced by another between these times, in milliseconds since the epoch. */
export interface EdgeReplacement {
  readonly beganAt: number;
  readonly endedAt: number;
}

/** Milliseconds for the last close to arrive. */
const afterwards = 5000;

/**
 * Websockets that ended with their edge, after it had drained for `drain` milliseconds: an edge cannot send close frames
 * in the application's name. They are no failed requests, and are counted apart.
 */
export function endsWithEdge(
  { failure, at }: Observation,
  replacements: readonly EdgeReplacement[],
  drain: number,
): boolean {
  const within = ({ beganAt, endedAt }: EdgeReplacement) =>
    at >= beganAt + drain && at <= endedAt + afterwards;
  return failure === 'closed with 1006' && replacements.some(within);
}
