import type { Plan } from '@causeway/plan';

/** What was asked for names nothing that there is, or makes no sense; nothing was touched. The message says what there is. */
export class Mistake extends Error {}

export function unknownService({ services }: Pick<Plan, 'services'>, service: string): Mistake {
  const known = services.map(({ name }) => name).join(', ') || 'none';
  return new Mistake(`services.${service}: the platform has no such service; it has ${known}`);
}
