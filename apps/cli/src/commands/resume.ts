import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachTarget } from '../connections.ts';
import { whoAsks } from '../person.ts';
import { printFacts } from '../report.ts';
import { findService, type TargetOptions } from '../target.ts';

/** Lets the requests go that `pause` holds. */
export async function resume(name: string, options: TargetOptions): Promise<void> {
  const { outline } = await reachTarget(options);
  const service = findService(outline, name).name;
  const request = { op: 'resume', service, by: whoAsks() } as const;
  const answer = await ask(agentOf(outline), request, { deadline: answerDeadline });
  printFacts(options, answer, ({ held }) => `${service} goes on: ${held} requests were held`);
}
