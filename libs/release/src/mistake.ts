import type { Plan, ServicePlan } from '@causeway/plan';

/** What was asked for names nothing that there is, or makes no sense; nothing was touched. The message says what there is. */
export class Mistake extends Error {}

/** The service's settings; throws a Mistake that names those that there are. */
export function knownService({ services }: Pick<Plan, 'services'>, service: string): ServicePlan {
  const settings = services.find(({ name }) => name === service);
  if (settings) return settings;
  const known = services.map(({ name }) => name).join(', ') || 'none';
  throw new Mistake(`services.${service}: the platform has no such service; it has ${known}`);
}
