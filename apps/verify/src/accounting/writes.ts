import type { Observation } from '../load/load-plan.ts';

export interface WriteAccount {
  readonly sent: number;
  /** Acknowledged and stored once. */
  readonly stored: number;
  /** Acknowledged and not stored. */
  readonly lost: readonly string[];
  /** Stored more than once. */
  readonly doubled: readonly string[];
  /** Stored though nobody sent it. */
  readonly strange: readonly string[];
  /** Failed, and so possibly stored: how many were. */
  readonly failed: { readonly count: number; readonly stored: number };
}

/** Compares what the load was told with what the service holds afterwards: how often each id is stored. */
export function settleWrites(
  observations: readonly Observation[],
  held: ReadonlyMap<string, number>,
): WriteAccount {
  const writes = observations.filter(({ id }) => id !== undefined);
  const acknowledged = idsOf(writes.filter(({ failure }) => failure === undefined));
  const failed = idsOf(writes.filter(({ failure }) => failure !== undefined));
  const known = new Set([...acknowledged, ...failed]);
  const isHeld = (id: string) => held.has(id);
  return {
    sent: writes.length,
    stored: acknowledged.filter((id) => held.get(id) === 1).length,
    lost: acknowledged.filter((id) => !isHeld(id)),
    doubled: [...held].filter(([, times]) => times > 1).map(([id]) => id),
    strange: [...held.keys()].filter((id) => !known.has(id)),
    failed: { count: failed.length, stored: failed.filter(isHeld).length },
  };
}

function idsOf(writes: readonly Observation[]): string[] {
  return writes.map(({ id = '' }) => id);
}
