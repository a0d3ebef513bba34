import { Mistake } from './mistake.ts';
import { Obstacle } from './obstacle.ts';
import type { WantedRollback } from './protocol.ts';
import { findRelease, type Release, type ServiceJournal, servingRelease } from './release.ts';
import { hasBegun, hasServed, warmRelease } from './tasks.ts';

export interface Rollback {
  readonly from: Release;
  readonly to: Release;
  /** Its containers still run: the route is all that changes. */
  readonly warm: boolean;
  /** There is nothing to do: its content serves. */
  readonly serves: boolean;
  /** Why one must not go there. */
  readonly refused?: string;
}

/** Where a rollback leads; throws when there is nowhere to go. */
export function planRollback(journal: ServiceJournal, { service, to }: WantedRollback): Rollback {
  const from = servingRelease(journal);
  if (!from) throw new Obstacle(`${service}: nothing serves yet, so there is nothing to go back from`);
  const target = to === undefined ? newestBefore(journal, from) : named(journal, to);
  if (!target) throw whyNowhere(journal, from, { service, to });
  const serves = isSameContent(journal, from, target);
  const refused = serves ? undefined : irreversibleSince(journal, target);
  return {
    from,
    to: target,
    warm: warmRelease(journal)?.id === target.id,
    serves,
    ...(refused && { refused }),
  };
}

/** The same release, or one that restores the other. */
export function isSameContent(journal: ServiceJournal, one: Release, other: Release): boolean {
  return originOf(journal, one) === originOf(journal, other);
}

/** The first that had its content; pruned perhaps. */
function originOf(journal: ServiceJournal, { id, restores }: Release): string {
  if (restores === undefined) return id;
  const restored = findRelease(journal, restores);
  return restored ? originOf(journal, restored) : restores;
}

/** The last one that served well and is not the same over again. */
function newestBefore(journal: ServiceJournal, from: Release): Release | undefined {
  return journal.releases.findLast(
    (release) =>
      release.build < from.build &&
      hasServed(release) &&
      !newestLife(journal, release)?.left &&
      !(from.restores !== undefined && release.fingerprint === from.fingerprint),
  );
}

/** It may have been brought back since, and left again. */
function newestLife(journal: ServiceJournal, release: Release): Release | undefined {
  return journal.releases.findLast((one) => hasServed(one) && isSameContent(journal, one, release));
}

function named({ releases }: ServiceJournal, to: string): Release | undefined {
  return releases.find((release) => hasServed(release) && (release.version === to || release.id === to));
}

function whyNowhere(
  journal: ServiceJournal,
  from: Release,
  { service, to }: Pick<WantedRollback, 'service'> & { readonly to: string | undefined },
): Mistake | Obstacle {
  const known = journal.releases.filter(
    (release) => hasServed(release) && !isSameContent(journal, release, from),
  );
  const list = known.map(({ version }) => version).join(', ') || 'none';
  if (to === undefined) {
    const others = known.length > 0 ? `; one that was taken back may be named with --to: ${list}` : '';
    return new Obstacle(`${service}: no earlier release is kept that was not taken back${others}`);
  }
  return new Mistake(`${service}: no release ${to} is kept; those that can be gone back to: ${list}`);
}

/** A later migration may have removed what the target needs, that of a release which failed afterwards too. */
function irreversibleSince(journal: ServiceJournal, target: Release): string | undefined {
  const bar = journal.releases.find((release) => release.build > target.build && barsTheWayBack(release));
  return bar && `${bar.version} ran a migration that cannot be undone: ${bar.irreversible}`;
}

/** To whatever served before it; one that failed at its look has touched nothing. */
export function barsTheWayBack(release: Release): boolean {
  return release.irreversible !== undefined && (hasBegun(release, 'migrate') || hasServed(release));
}

/** Why there is nothing to do. */
export function servesAlready(journal: ServiceJournal, wanted: Release): string {
  const serving = servingRelease(journal) ?? wanted;
  const again = serving.id === wanted.id ? '' : `, which is ${wanted.version} again`;
  return `${serving.version} serves already${again}`;
}

export function beingGoneBackTo({ version }: Release, by: string): string {
  return `${version} was being gone back to already, as ${by} had asked`;
}
