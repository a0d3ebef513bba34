import type { LiveService } from '@causeway/edge';
import type { Replica } from './ports.ts';
import type { Release, ServiceJournal } from './release.ts';
import { presentReleases } from './release.ts';
import { hasBegun } from './tasks.ts';

/** What the edge is to show of a service: the journal says which releases, the engine which replicas run. */
export function liveService(
  service: string,
  journal: ServiceJournal,
  replicas: readonly Replica[],
): LiveService {
  return {
    service,
    ...(journal.serving && { serving: journal.serving }),
    ...(journal.canary && { canary: journal.canary }),
    ...(journal.maintenance && { maintenance: page(journal.maintenance) }),
    ...(journal.paused && { paused: true }),
    releases: shownReleases(journal).map((release) => ({
      release: release.id,
      version: release.version,
      ...(release.settings.health && { health: release.settings.health }),
      ...(release.settings.protocol && { protocol: release.settings.protocol }),
      endpoints: endpoints(release, replicas),
    })),
  };
}

/** What has yet to start its replicas may end without them, and then nobody looks at the edge again for its sake. */
function shownReleases(journal: ServiceJournal): Release[] {
  const routed = [journal.serving, journal.canary?.release];
  return presentReleases(journal).filter(
    (release) => hasBegun(release, 'start') || routed.includes(release.id),
  );
}

function page({ retryAfter, page }: NonNullable<ServiceJournal['maintenance']>) {
  return { retryAfter, ...(page !== undefined && { page }) };
}

function endpoints(release: Release, replicas: readonly Replica[]) {
  const running = new Set(
    replicas
      .filter(
        (one) => one.service === release.service && one.release === release.id && one.state === 'running',
      )
      .map(({ replica }) => replica),
  );
  return release.replicas
    .filter(({ replica }) => running.has(replica))
    .map(({ replica, address }) => ({ replica, address, port: release.settings.port }));
}
