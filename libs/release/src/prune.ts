import type { Context } from './ports.ts';
import { type Release, type ServiceJournal, servingRelease } from './release.ts';
import { barsTheWayBack } from './rollback.ts';
import { hasServed } from './tasks.ts';

/**
 * Forgets ended releases beyond the last ones that can be gone back to, and as many that never served; what bars the way back
 * to one that stays is remembered with it.
 */
export async function prune({ ports }: Context, service: string): Promise<void> {
  const journal = ports.journal.read(service);
  // nothing serves of a service that leaves, or was never released well: its newest says how many stay
  const keep = (servingRelease(journal) ?? journal.releases.at(-1))?.settings.deploy.keep;
  if (keep === undefined) return;
  for (const release of surplus(journal, keep)) {
    await ports.containers.forget(release);
    await ports.journal.remove(release);
  }
}

function surplus({ releases }: ServiceJournal, keep: number): Release[] {
  const ended = releases.filter(({ endedAt }) => endedAt !== undefined);
  const served = older(ended.filter(hasServed), keep);
  const failed = ended.filter((release) => !hasServed(release));
  const stay = releases.filter((release) => hasServed(release) && !served.includes(release));
  // the newest bars the way to all before it
  const bar = releases.findLast(barsTheWayBack);
  const isNeeded = (release: Release) => release === bar && stay.some(({ build }) => build < release.build);
  return [...served, ...older(failed, keep).filter((release) => !isNeeded(release))];
}

/** `releases` oldest first. */
function older(releases: readonly Release[], keep: number): readonly Release[] {
  return releases.slice(0, Math.max(0, releases.length - keep));
}
