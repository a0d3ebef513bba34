import type { Target } from '../target.ts';
import { containers } from './parts/containers.ts';
import { edge } from './parts/edge.ts';
import { files } from './parts/files.ts';
import { locks } from './parts/locks.ts';
import { networks } from './parts/networks.ts';
import { volumes } from './parts/volumes.ts';

/** What there is of one kind: a name for each, and all of it that must not change. */
export type Part = (target: Target) => Promise<Readonly<Record<string, string>>>;

/** Everything that a failed release must leave as it was. */
const parts = { containers, networks, volumes, files, edge, locks } satisfies Record<string, Part>;

/** `<part>: <name>` → what it is. */
export type Snapshot = ReadonlyMap<string, string>;

export interface Difference {
  readonly what: string;
  readonly kind: 'added' | 'gone' | 'changed';
}

export async function takeSnapshot(target: Target): Promise<Snapshot> {
  const taken = Object.entries(parts).map(async ([part, look]) =>
    Object.entries(await look(target)).map(([name, value]) => [`${part}: ${name}`, value] as const),
  );
  return new Map((await Promise.all(taken)).flat());
}

export function compare(before: Snapshot, after: Snapshot): Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((what): Difference[] => {
    if (!after.has(what)) return [{ what, kind: 'gone' }];
    if (!before.has(what)) return [{ what, kind: 'added' }];
    return before.get(what) === after.get(what) ? [] : [{ what, kind: 'changed' }];
  });
}
