import type { Context } from '../ports.ts';
import type { Release } from '../release.ts';
import type { Act } from './step.ts';
import { ownReplicas } from './step.ts';

export const stop: Act = async (context) => {
  const { release } = context;
  await removeContainers(context, release, release.settings.deploy.stopGrace);
  return release.version;
};

/** All containers that a release has, or may have; SIGKILL after `grace` milliseconds. */
export async function removeContainers(context: Context, release: Release, grace: number): Promise<void> {
  await context.ports.containers.endMigration(release);
  await removeReplicas(context, release, grace);
}

/** The containers first: a cluster that goes before them would leave requests without an endpoint. */
async function removeReplicas(context: Context, release: Release, grace: number): Promise<void> {
  const { containers } = context.ports;
  const mine = await ownReplicas(context, release);
  await Promise.all(mine.map(({ container }) => containers.remove(container, grace)));
}
