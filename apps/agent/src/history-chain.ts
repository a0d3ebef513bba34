import { createHash } from 'node:crypto';
import type { HistoryEntry } from '@causeway/release';
import canonicalize from 'canonicalize';

export type UnlinkedEntry = Omit<HistoryEntry, 'number' | 'before' | 'hash'>;

/** What the next entry follows. */
export type Link = Pick<HistoryEntry, 'number' | 'hash'>;

export function linkEntry(entry: UnlinkedEntry, last: Link | undefined): HistoryEntry {
  const linked = {
    ...plain(entry),
    number: (last?.number ?? 0) + 1,
    ...(last && { before: last.hash }),
  };
  return { ...linked, hash: hashOf(linked) };
}

/** Why an entry does not follow the one before it, or nothing when it does; the oldest that is kept follows anything. */
export function findBreak(entry: HistoryEntry, last: Link | 'unknown' | undefined): string | undefined {
  const { hash, ...content } = entry;
  if (hashOf(content) !== hash) return 'it was changed: its hash is not that of its content';
  if (last === 'unknown') return undefined;
  if (entry.number !== (last?.number ?? 0) + 1 || entry.before !== last?.hash)
    return `it does not follow entry ${last?.number ?? 0}: what stood between was changed, removed or moved`;
  return undefined;
}

/** SHA-256, hex, over RFC 8785. */
function hashOf(content: Omit<HistoryEntry, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
}

/** As it will be read again: the log of a container may hold what canonical JSON refuses. */
function plain(entry: UnlinkedEntry): UnlinkedEntry {
  return JSON.parse(JSON.stringify(entry), (_, value) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}
