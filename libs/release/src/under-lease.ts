import { LeaseHeld } from './lease-held.ts';
import type { Context, Lease } from './ports.ts';
import type { Release } from './release.ts';

/** A lease ends by itself sooner, unless somebody lives and renews it. Milliseconds. */
const patience = 60_000;
const interval = 250;

/** Does the work as the only one who changes what serves of the release's service. */
export async function underLease<T>(
  context: Context,
  release: Release,
  work: (leased: Context) => Promise<T>,
): Promise<T> {
  const lease = await acquire(context, release);
  let interrupted = false;
  try {
    return await work({ ...context, lease });
  } catch (error) {
    interrupted = context.ports.interrupts(error);
    throw error;
  } finally {
    // its last renewal tells the next start when this agent was last alive
    if (!interrupted) await lease.giveBack();
  }
}

/** One that goes on may have to wait for the lease that its own last agent was killed with. */
async function acquire({ ports: { leases, clock } }: Context, release: Release): Promise<Lease> {
  const { service, by, version, resumed = 0 } = release;
  const giveUpAt = clock.elapsed() + patience;
  for (;;) {
    try {
      return await leases.acquire(service, { owner: by, what: `release ${version}` });
    } catch (error) {
      if (!(error instanceof LeaseHeld) || resumed === 0 || clock.elapsed() > giveUpAt) throw error;
      await clock.wait(interval);
    }
  }
}
