import { abortOn } from '../abort.ts';
import { reachHosts } from '../connections.ts';
import { asSaid, type OfHost, order, printEach } from '../hosts.ts';
import { findService, type Hosts, type TargetOptions } from '../target.ts';

/** Ends the release that runs or is watched; what served before it serves. */
export async function abort(name: string, options: TargetOptions): Promise<void> {
  const hosts = await reachHosts(options);
  const service = findService(hosts[0].outline, name).name;
  printEach(options, await abortEach(hosts, service), asSaid.describe);
}

/** On all of them at once. */
export function abortEach(hosts: Hosts, service: string): Promise<OfHost<{ readonly done: string }>[]> {
  return order(hosts, ({ outline }) => abortOn(outline, service), asSaid);
}
