import type { Act } from './step.ts';

/** The journal says it first: whatever happens next, the edge is brought to what the journal means. */
export const switchTraffic: Act = async ({ ports, release, previous, orders }) => {
  orders.check();
  await ports.journal.expose(release.service, { serving: release.id, canary: undefined });
  try {
    await ports.edge.refresh();
  } catch (error) {
    if (!ports.interrupts(error)) await ports.journal.expose(release.service, { serving: previous?.id });
    throw error;
  }
  if (previous) return `${previous.version} → ${release.version}`;
  return release.canary
    ? `${release.version}, for all clients: a canary needs a release before it`
    : release.version;
};
