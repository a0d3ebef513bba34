import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachHosts } from '../connections.ts';
import { order, printEach } from '../hosts.ts';
import { whoAsks } from '../person.ts';
import { findService, type Target, type TargetOptions } from '../target.ts';

/** Lets the requests go that `pause` holds. */
export async function resume(name: string, options: TargetOptions): Promise<void> {
  const hosts = await reachHosts(options);
  const service = findService(hosts[0].outline, name).name;
  const request = { op: 'resume', service, by: whoAsks() } as const;
  const wording = {
    describe: ({ held, why }: Resumed) => why ?? `${service} goes on: ${held} requests were held`,
    idle: (why: string): Resumed => ({ held: 0, why }),
  };
  const obey = ({ outline }: Target): Promise<Resumed> =>
    ask(agentOf(outline), request, { deadline: answerDeadline });
  printEach(options, await order(hosts, obey, wording), wording.describe);
}

interface Resumed {
  readonly held: number;
  /** There was nothing to resume. */
  readonly why?: string;
}
