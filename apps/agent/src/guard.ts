import Docker from 'dockerode';
import { readEnvironment } from './environment.ts';
import { giveBackMemory, restInterval } from './memory.ts';
import { reviveKilled } from './revive.ts';
import { watchContainers } from './watch.ts';

/** Watches over the agent as the agent watches over everything else. */
export async function guard(): Promise<void> {
  const docker = new Docker();
  const { labels } = readEnvironment();
  process.once('SIGTERM', () => process.exit(0));
  setInterval(giveBackMemory, restInterval);
  await watchContainers(docker, labels, { onEvent: reviveKilled(docker), onConnected: async () => {} });
}
