import type { Context } from './ports.ts';
import { type Release, servingRelease } from './release.ts';
import { hasServed } from './tasks.ts';

/** Forgets ended releases beyond the last ones that can be gone back to, and as many that never served. */
export async function prune({ ports }: Context, service: string): Promise<void> {
  const journal = ports.journal.read(service);
  // nothing serves of a service that leaves, or was never released well: its newest says how many stay
  const keep = (servingRelease(journal) ?? journal.releases.at(-1))?.settings.deploy.keep;
  if (keep === undefined) return;
  const ended = journal.releases.filter(({ endedAt }) => endedAt !== undefined);
  for (const release of [
    ...older(ended.filter(hasServed), keep),
    ...older(
      ended.filter((one) => !hasServed(one)),
      keep,
    ),
  ]) {
    await ports.containers.forget(release);
    await ports.journal.remove(release);
  }
}

/** `releases` oldest first. */
function older(releases: readonly Release[], keep: number): readonly Release[] {
  return releases.slice(0, Math.max(0, releases.length - keep));
}
