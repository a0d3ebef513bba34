import type { Context } from '../ports.ts';
import type { Release, ReplicaAddress } from '../release.ts';
import type { Act } from './step.ts';
import { replicaSpecs } from './step.ts';

/** The edge learns of the new cluster at once, so that its health checks run while the containers boot. */
export const start: Act = async (context) => {
  const { ports, release } = context;
  await startReplicas(context, release, release.replicas);
  await ports.edge.refresh();
  return release.replicas.map(({ address }) => address).join(', ');
};

/** Makes these replicas of a release; equal containers that are there already are replaced. */
export async function startReplicas(
  context: Context,
  release: Release,
  replicas: readonly ReplicaAddress[],
): Promise<void> {
  const wanted = new Set(replicas.map(({ replica }) => replica));
  const specs = (await replicaSpecs(context, release)).filter(({ replica }) => wanted.has(replica.replica));
  await Promise.all(specs.map((spec) => context.ports.containers.start(spec)));
}
