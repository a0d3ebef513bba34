import type { Context } from './ports.ts';
import type { Action, HistoryEntry, RequestCount } from './protocol.ts';
import { findRelease, type Release } from './release.ts';

type Entry = Omit<HistoryEntry, 'number' | 'before' | 'hash'>;

/** Appends what was done with a release; told again after an interruption it is told once. */
export async function note(
  { ports }: Context,
  release: Release,
  action: Action,
  more: Partial<Pick<Entry, 'by' | 'why' | 'steps' | 'requests' | 'drained' | 'cut'>> = {},
): Promise<void> {
  const { service, id, by, resumed = 0 } = release;
  const before = findRelease(ports.journal.read(service), release.previous);
  // whoever goes back to what is warm leaves the release that all else is told of
  const goesBack = action === 'rollback' && release.restores === undefined && before !== undefined;
  const [told, previous] = goesBack ? [before, release] : [release, before];
  const turn = action === 'release resumed' ? resumed : action === 'promote' ? more.why : undefined;
  await ports.history.append([service, id, action, turn].filter((part) => part !== undefined).join(' '), {
    at: ports.clock.now(),
    service,
    action,
    by,
    release: told.id,
    version: told.version,
    image: told.image,
    ...(previous && { previous: previous.version }),
    ...(outcomes.includes(action) && riskOf(release)),
    ...more,
  });
}

/** By order; a canary and the bake after it may each be ended so. */
export async function notePromotion(
  context: Context,
  release: Release,
  by: string,
  what: string,
): Promise<void> {
  await note(context, release, 'promote', { by, why: `${what} was ended by order` });
}

/** What became of a release. */
const outcomes: readonly Action[] = ['release', 'release failed', 'release aborted'];

function riskOf({ irreversible, allowedBreaking }: Release): Partial<Entry> {
  return { ...(irreversible !== undefined && { irreversible }), ...(allowedBreaking && { allowedBreaking }) };
}

/** What the release and the one before have answered since it began. */
export async function countRequests({ ports }: Context, release: Release): Promise<RequestCount[]> {
  const previous = findRelease(ports.journal.read(release.service), release.previous);
  const begun = release.before ?? { served: 0, failed: 0 };
  const counts = [
    ...(previous ? [await counted(ports.edge, previous, begun)] : []),
    await counted(ports.edge, release, { served: 0, failed: 0 }),
  ];
  return counts.filter((count) => count !== undefined);
}

/** Undefined when the edge does not say. */
export function answersOf({ ports }: Context, release: Release | undefined) {
  if (!release) return Promise.resolve(undefined);
  return ports.edge.view(release).then(
    ({ served, failed }) => ({ served, failed }),
    () => undefined,
  );
}

function counted(
  edge: Context['ports']['edge'],
  release: Release,
  begun: { readonly served: number; readonly failed: number },
): Promise<RequestCount | undefined> {
  return edge.view(release).then(
    ({ served, failed }) => ({
      version: release.version,
      served: Math.max(0, served - begun.served),
      failed: Math.max(0, failed - begun.failed),
    }),
    () => undefined,
  );
}
