import type { Act } from './step.ts';

/** The journal says it first: whatever happens next, the edge is brought to what the journal means. */
export const switchTraffic: Act = async ({ ports, next, previous }) => {
  await ports.journal.serve(next.service, next.id);
  try {
    await ports.edge.refresh();
  } catch (error) {
    await ports.journal.serve(next.service, previous?.id);
    throw error;
  }
  return previous ? `${previous.version} → ${next.version}` : next.version;
};
