import type { Context } from './ports.ts';
import { findRelease, type Release, type ServiceJournal } from './release.ts';
import { hasDone, hasServed } from './tasks.ts';

/**
 * Keeps the images of all releases that the journal holds to go back to, or to go on with, whatever was done to the engine or
 * to the journal since; `lost` is told of those that are gone.
 */
export async function keepImages(
  context: Context,
  lost: (release: Release, error: Error) => void,
): Promise<void> {
  const { journal, interrupts } = context.ports;
  const kept = journal.services().flatMap((service) => keptReleases(journal.read(service)));
  for (const release of kept) {
    await keepImage(context, release).catch((error: Error) => {
      if (interrupts(error)) throw error;
      lost(release, error);
    });
  }
}

function keptReleases({ releases }: ServiceJournal): Release[] {
  return releases.filter(
    (release) => hasServed(release) || (release.endedAt === undefined && hasDone(release, 'look')),
  );
}

async function keepImage({ ports: { containers, journal } }: Context, release: Release): Promise<void> {
  const isKnown = () => findRelease(journal.read(release.service), release.id) !== undefined;
  if (!isKnown()) return;
  await containers.keep(release);
  // a release that was pruned at the same time has no one to forget it any more
  if (!isKnown()) await containers.forget(release);
}
