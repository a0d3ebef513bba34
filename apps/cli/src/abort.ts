import type { Plan } from '@causeway/plan';
import { agentOf, ask, orderDeadline } from './agent-client.ts';
import { whoAsks } from './person.ts';

/** Ends the release that runs or is watched there; `why` is for the history. */
export async function abortOn(plan: Plan, service: string, why?: string): Promise<{ readonly done: string }> {
  const request = { op: 'abort', service, by: whoAsks(), ...(why && { why }) } as const;
  return await ask(agentOf(plan), request, { deadline: orderDeadline });
}
