import { createHash } from 'node:crypto';
import type { ContainerPlan } from '@causeway/plan';

/** The name of a container whose replacement runs beside it: whatever changes gives another one. `rendered`: what the plan became, without references. */
export function nameBeside(plan: ContainerPlan, rendered: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([plan, rendered]))
    .digest('hex');
  return `${plan.name}-${digest.slice(0, 8)}`;
}
