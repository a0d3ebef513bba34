import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachHosts } from '../connections.ts';
import { ofEach, printEach } from '../hosts.ts';
import { whoAsks } from '../person.ts';
import { findService, type TargetOptions } from '../target.ts';

/** Lets the requests go that `pause` holds. */
export async function resume(name: string, options: TargetOptions): Promise<void> {
  const hosts = await reachHosts(options);
  const service = findService(hosts[0].outline, name).name;
  const request = { op: 'resume', service, by: whoAsks() } as const;
  const answers = await ofEach(hosts, ({ outline }) =>
    ask(agentOf(outline), request, { deadline: answerDeadline }),
  );
  printEach(options, answers, ({ held }) => `${service} goes on: ${held} requests were held`);
}
