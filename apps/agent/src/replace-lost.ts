import {
  findRelease,
  type ServiceJournal,
  servingRelease,
  startReplicas,
  warmRelease,
} from '@causeway/release';
import type Docker from 'dockerode';
import type { PlannedHost } from './host.ts';
import { log } from './log.ts';

/** A replica that has or may get traffic is made again when somebody removed its container; a stopped one stays so. */
export async function replaceLost(host: PlannedHost, services: readonly string[]): Promise<void> {
  const present = await host.ports.containers.replicas();
  for (const service of services) {
    for (const release of routed(host.ports.journal.read(service))) {
      const there = present.filter((one) => one.service === service && one.release === release.id);
      const lost = release.replicas.filter(({ replica }) => !there.some((one) => one.replica === replica));
      if (lost.length === 0) continue;
      const { version } = release;
      log('replicas are gone, making them again', {
        service,
        version,
        replicas: lost.map(({ replica }) => replica),
      });
      await startReplicas(host, release, lost);
      await host.ports.edge.refresh();
    }
  }
}

function routed(journal: ServiceJournal) {
  const canary = findRelease(journal, journal.canary?.release);
  return [servingRelease(journal), warmRelease(journal), canary].filter((release) => release !== undefined);
}

/** An operator's stop lasts until somebody deploys: that says that the platform shall run. */
export async function startStopped(
  host: PlannedHost,
  docker: Docker,
  services: readonly string[],
): Promise<void> {
  const serving = new Map(services.map((name) => [name, host.ports.journal.read(name).serving]));
  const stopped = (await host.ports.containers.replicas()).filter(
    ({ service, release, state }) => serving.get(service) === release && state === 'exited',
  );
  for (const { container } of stopped) {
    log('a replica was stopped, starting it again', { container });
    await docker.getContainer(container).start();
  }
}
