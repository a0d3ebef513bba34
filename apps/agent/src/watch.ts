import { setTimeout as wait } from 'node:timers/promises';
import { type ContainerEvent, containerEvents } from '@causeway/docker';
import type Docker from 'dockerode';
import { log } from './log.ts';

/** The engine restarts in seconds; asking more often helps nobody. Milliseconds. */
const reconnectInterval = 500;

export interface Watcher {
  readonly onEvent: (event: ContainerEvent) => Promise<void>;
  /** After each new connection: events may have been missed in between. */
  readonly onConnected: () => Promise<void>;
}

/** Follows the engine's events until the engine is gone; a pause of its answers is waited out. */
export async function watchContainers(
  docker: Docker,
  labels: Readonly<Record<string, string>>,
  watcher: Watcher,
): Promise<never> {
  for (;;) {
    try {
      await follow(docker, labels, watcher);
      log('the engine ended the event stream; connecting again');
    } catch (error) {
      if (isRefused(error)) throw new Error('the engine is gone; it starts us anew, with its new socket');
      log('the engine does not answer; trying again', { error: (error as Error).message });
    }
    await wait(reconnectInterval);
  }
}

/** A restarted engine listens on another socket file, and a container sees the old one until its own next start. */
function isRefused(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
}

async function follow(
  docker: Docker,
  labels: Readonly<Record<string, string>>,
  watcher: Watcher,
): Promise<void> {
  const events = await containerEvents(docker, labels);
  await guarded(watcher.onConnected());
  for await (const event of events) void guarded(watcher.onEvent(event));
}

/** One event that cannot be handled must not end the watch. */
async function guarded(work: Promise<void>): Promise<void> {
  await work.catch((error) => log('an event could not be handled', { error: (error as Error).message }));
}
