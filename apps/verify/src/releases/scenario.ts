/** What is done to a service under load, and how much load that is. */
export interface Scenario {
  readonly releases: number;
  /** Spread over the releases, each right after one; warm and cold by turns. */
  readonly rollbacks: number;
  /** Spread over the releases as well. */
  readonly edgeReplacements: number;
  /** Config that differs from the target's in the edge alone; needed to replace that. */
  readonly otherConfig?: string;
  /** Requests each second of the short kinds. */
  readonly rate: number;
  /** Seconds that the long requests, transfers and event streams take. */
  readonly long: number;
  /** Clients of each lasting kind. */
  readonly sockets: number;
  readonly streams: number;
  readonly transfers: number;
  /** Seconds over which the actions are spread at least. */
  readonly duration: number;
}

export type ActionKind = 'release' | 'rollback, warm' | 'rollback, cold' | 'edge replacement';

/** In the order in which they are done. */
export function actionsOf({ releases, rollbacks, edgeReplacements }: Scenario): ActionKind[] {
  const turns = Array.from({ length: releases }, (_, turn) => turn);
  let undone = 0;
  return turns.flatMap((turn) => [
    'release' as const,
    ...repeat(due(rollbacks, turn), () => (undone++ % 2 === 0 ? 'rollback, warm' : 'rollback, cold')),
    ...repeat(due(edgeReplacements, turn), () => 'edge replacement'),
  ]);

  /** How many of `count` come after this turn, when they are spread evenly. */
  function due(count: number, turn: number): number {
    return Math.floor(((turn + 1) * count) / releases) - Math.floor((turn * count) / releases);
  }
}

function repeat(count: number, kind: () => ActionKind): ActionKind[] {
  return Array.from({ length: count }, kind);
}
