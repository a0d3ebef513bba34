import { servingRelease, startReplicas } from '@causeway/release';
import type Docker from 'dockerode';
import type { PlannedHost } from './host.ts';
import { log } from './log.ts';

/** A serving replica whose container somebody removed is made again; one that is only stopped stays so. */
export async function replaceLost(host: PlannedHost, services: readonly string[]): Promise<void> {
  const present = await host.ports.containers.replicas();
  for (const service of services) {
    const serving = servingRelease(host.ports.journal.read(service));
    if (!serving) continue;
    const there = present.filter((one) => one.service === service && one.release === serving.id);
    const lost = serving.replicas.filter(({ replica }) => !there.some((one) => one.replica === replica));
    if (lost.length === 0) continue;
    log('replicas are gone, making them again', { service, replicas: lost.map(({ replica }) => replica) });
    await startReplicas(host, serving, lost);
    await host.ports.edge.refresh();
  }
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
