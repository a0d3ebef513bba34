import { agentOf, ask, orderDeadline } from '../agent-client.ts';
import { reachTarget } from '../connections.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { findService, type TargetOptions } from '../target.ts';

/** Ends a canary or a bake for good: the new release takes it all. */
export async function promote(name: string, options: TargetOptions): Promise<void> {
  const { outline } = await reachTarget(options);
  const request = { op: 'promote', service: findService(outline, name).name, by: whoAsks() } as const;
  printFacts(options, await ask(agentOf(outline), request, { deadline: orderDeadline }), ({ done }) => done);
}
