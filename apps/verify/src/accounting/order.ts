import type { Observation } from '../load/load-plan.ts';

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
export function findRelapses(observations: readonly Observation[], releases: readonly string[]): Relapse[] {
  const ranks = new Map(releases.map((release, rank) => [release, rank]));
  const ranked = observations.flatMap((observation) => {
    const rank = ranks.get(observation.release ?? '');
    return rank === undefined ? [] : [{ observation, rank }];
  });
  const clients = Map.groupBy(ranked, ({ observation }) => observation.client);
  return [...clients.values()].flatMap((its) => relapsesOf(its, releases));
}

interface Ranked {
  readonly observation: Observation;
  readonly rank: number;
}

function relapsesOf(answers: readonly Ranked[], releases: readonly string[]): Relapse[] {
  const ended = answers.toSorted((a, b) => a.observation.ended - b.observation.ended);
  const sent = answers.toSorted((a, b) => a.observation.sent - b.observation.sent);
  let newest = 0;
  let seen = 0;
  return sent.flatMap(({ observation, rank }) => {
    for (; (ended[seen]?.observation.ended ?? Number.POSITIVE_INFINITY) <= observation.sent; seen++)
      newest = Math.max(newest, ended[seen]?.rank ?? 0);
    return rank < newest ? [relapse(observation, releases[newest] ?? '')] : [];
  });
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
