import { agentOf, ask, orderDeadline } from '../agent-client.ts';
import { reachTarget } from '../connections.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { findService, type TargetOptions } from '../target.ts';

/** Ends the release that runs or is watched; what served before it serves. */
export async function abort(name: string, options: TargetOptions): Promise<void> {
  const { outline } = await reachTarget(options);
  const request = { op: 'abort', service: findService(outline, name).name, by: whoAsks() } as const;
  printFacts(options, await ask(agentOf(outline), request, { deadline: orderDeadline }), ({ done }) => done);
}
