import type { Context } from '../ports.ts';
import type { Release } from '../release.ts';
import type { Act } from './step.ts';
import { ownReplicas } from './step.ts';

export const stop: Act = async (context) => {
  const { release } = context;
  await removeReplicas(context, release);
  return release.version;
};

/** The containers first: a cluster that goes before them would leave requests without an endpoint. */
export async function removeReplicas(context: Context, release: Release): Promise<void> {
  const { containers } = context.ports;
  const mine = await ownReplicas(context, release);
  const { stopGrace } = release.settings.deploy;
  await Promise.all(mine.map(({ container }) => containers.remove(container, stopGrace)));
}
