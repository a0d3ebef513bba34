import type { Context } from '../ports.ts';
import type { Release } from '../release.ts';
import type { Act } from './step.ts';

export const stop: Act = async (context) => {
  const { previous } = context;
  if (!previous) return 'nothing to stop';
  await endRelease(context, previous);
  return previous.version;
};

/** Removes a release's containers, then its cluster; the other order would leave requests without an endpoint. */
export async function endRelease({ ports }: Context, release: Release, failed?: string): Promise<void> {
  const mine = (await ports.containers.replicas()).filter(
    ({ service, release: id }) => service === release.service && id === release.id,
  );
  await Promise.all(
    mine.map(({ container }) => ports.containers.remove(container, release.settings.deploy.stopGrace)),
  );
  const latest = ports.journal.read(release.service).releases.find(({ id }) => id === release.id) ?? release;
  await ports.journal.save({ ...latest, ...(failed && { failed }), endedAt: ports.clock.now() });
  await ports.edge.refresh();
}
