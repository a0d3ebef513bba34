import type { Context } from '../ports.ts';
import type { Release } from '../release.ts';
import type { Act } from './step.ts';
import { ownReplicas } from './step.ts';

export const stop: Act = async (context) => {
  const { release } = context;
  await removeContainers(context, release);
  return release.version;
};

/** All containers that a release has, or may have. */
export async function removeContainers(context: Context, release: Release): Promise<void> {
  await context.ports.containers.endMigration(release);
  await removeReplicas(context, release);
}

/** The containers first: a cluster that goes before them would leave requests without an endpoint. */
async function removeReplicas(context: Context, release: Release): Promise<void> {
  const { containers } = context.ports;
  const mine = await ownReplicas(context, release);
  const { stopGrace } = release.settings.deploy;
  await Promise.all(mine.map(({ container }) => containers.remove(container, stopGrace)));
}
