import { type ContainerEvent, KilledContainers } from '@causeway/docker';
import type Docker from 'dockerode';
import { log } from './log.ts';

/** Starts what was killed; what was stopped stays stopped, and what crashed Docker starts itself. */
export function reviveKilled(docker: Docker): (event: ContainerEvent) => Promise<void> {
  const killed = new KilledContainers();
  return async (event) => {
    if (!killed.wasKilled(event) || event.labels['causeway.role'] === 'migration') return;
    log('killed from outside, starting it again', { container: event.name });
    await docker.getContainer(event.id).start().catch(ignoreStartedOrGone);
  };
}

/** 304: the other watcher was faster; 404 and 409: it is removed on purpose. */
function ignoreStartedOrGone(error: { statusCode?: number }): void {
  if (![304, 404, 409].includes(error.statusCode ?? 0)) throw error;
}
