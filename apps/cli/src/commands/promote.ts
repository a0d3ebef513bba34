import { agentOf, ask, orderDeadline } from '../agent-client.ts';
import { reachHosts } from '../connections.ts';
import { asSaid, order, printEach } from '../hosts.ts';
import { whoAsks } from '../person.ts';
import { findService, type Target, type TargetOptions } from '../target.ts';

/** Ends a canary or a bake for good: the new release takes it all. */
export async function promote(name: string, options: TargetOptions): Promise<void> {
  const hosts = await reachHosts(options);
  const request = {
    op: 'promote',
    service: findService(hosts[0].outline, name).name,
    by: whoAsks(),
  } as const;
  const obey = ({ outline }: Target) => ask(agentOf(outline), request, { deadline: orderDeadline });
  printEach(options, await order(hosts, obey, asSaid), asSaid.describe);
}
