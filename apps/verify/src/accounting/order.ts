import type { Observation } from '../load/load-plan.ts';

/** A release from when on it may have answered, in milliseconds since the epoch. After a rollback one comes again. */
export interface Served {
  readonly release: string;
  readonly since: number;
}

export interface Relapse {
  readonly client: number;
  readonly stream: string;
  /** What the client had been given before it sent this request. */
  readonly had: string;
  readonly got: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Answers of an older release than one that the same client had been given before it sent the request.
 * A request that was sent before the newer answer came may end with the older release.
 */
export function findRelapses(observations: readonly Observation[], served: readonly Served[]): Relapse[] {
  const places = Map.groupBy(served.keys(), (place) => served[place]?.release ?? '');
  const known = observations.filter(({ release = '' }) => places.has(release));
  const clients = Map.groupBy(known, ({ client }) => client);
  return [...clients.values()].flatMap((its) => relapsesOf(its, served, places));
}

interface Placed {
  readonly observation: Observation;
  place: number;
}

/** Each answer takes the earliest place that it can have in the order of what served. */
function relapsesOf(
  answers: readonly Observation[],
  served: readonly Served[],
  places: ReadonlyMap<string, readonly number[]>,
): Relapse[] {
  const sent = answers.toSorted((a, b) => a.sent - b.sent).map((observation) => ({ observation, place: 0 }));
  const ended = sent.toSorted((a, b) => a.observation.ended - b.observation.ended);
  const newestBefore = newestAnswers(ended);
  return sent.flatMap((answer) => {
    const { release = '', sent: at } = answer.observation;
    const newest = newestBefore(at);
    const place = (places.get(release) ?? []).find((candidate) => candidate >= newest && hasBegun(candidate));
    answer.place = place ?? newest;
    return place === undefined ? [relapse(answer.observation, served[newest]?.release ?? '')] : [];

    function hasBegun(candidate: number): boolean {
      return (served[candidate]?.since ?? 0) <= answer.observation.at;
    }
  });
}

/** The newest place among the answers that had ended by a time; times must rise from call to call. */
function newestAnswers(ended: readonly Placed[]): (by: number) => number {
  let newest = 0;
  let seen = 0;
  return (by) => {
    for (; (ended[seen]?.observation.ended ?? Number.POSITIVE_INFINITY) <= by; seen++)
      newest = Math.max(newest, ended[seen]?.place ?? 0);
    return newest;
  };
}

function relapse({ client, stream, release = '', at }: Observation, had: string): Relapse {
  return { client, stream, had, got: release, at };
}

/** Answers without a release, or with one that nobody released. */
export function findStrangers(
  observations: readonly Observation[],
  releases: readonly string[],
): Observation[] {
  const known = new Set(releases);
  return observations.filter(({ failure, release }) => failure === undefined && !known.has(release ?? ''));
}
