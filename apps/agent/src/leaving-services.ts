import type { Plan, ServicePlan } from '@causeway/plan';
import { type Journal, presentReleases } from '@causeway/release';

export interface LeavingService {
  readonly service: string;
  /** Of its newest release that is still there. */
  readonly settings: ServicePlan;
}

/** Services that the config does not name any more, while they have releases that finish what they have in hand. */
export function leavingServices(plan: Pick<Plan, 'services'>, journal: Journal): LeavingService[] {
  return foreignServices(plan, journal).flatMap((service) => {
    const newest = presentReleases(journal.read(service)).at(-1);
    return newest ? [{ service, settings: newest.settings }] : [];
  });
}

/**
 * Services that the config does not name any more serve nothing, a release that went live meanwhile included; their releases
 * are retired, and their databases stay.
 */
export async function letGo(plan: Pick<Plan, 'services'>, journal: Journal): Promise<void> {
  for (const service of foreignServices(plan, journal)) {
    const { serving, canary, maintenance } = journal.read(service);
    if (!serving && !canary && !maintenance) continue;
    // one that comes back is a service like any other, and nobody remembers why it was turned away
    await journal.expose(service, { serving: undefined, canary: undefined, maintenance: undefined });
  }
}

/** All that the journal knows and the config does not. */
function foreignServices({ services }: Pick<Plan, 'services'>, journal: Journal): string[] {
  const named = new Set(services.map(({ name }) => name));
  return journal.services().filter((service) => !named.has(service));
}
