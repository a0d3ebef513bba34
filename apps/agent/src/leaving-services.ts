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

/** All that the journal knows and the config does not. */
export function foreignServices({ services }: Pick<Plan, 'services'>, journal: Journal): string[] {
  const named = new Set(services.map(({ name }) => name));
  return journal.services().filter((service) => !named.has(service));
}
