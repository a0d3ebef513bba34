import { join } from 'node:path';
import { reach } from '@causeway/connection';
import { type Target, workspace } from '../target.ts';

/** How many hosts the config gives the target. */
export function hostsOf({ platform, name }: Pick<Target, 'platform' | 'name'>): number {
  return platform.targets[name]?.hosts?.length ?? 1;
}

/** The target with the way to the engine of its nth host open; it ends with this process. */
export async function onHost(target: Target, number: number): Promise<Target> {
  const { hosts = [], identity, machine } = target.platform.targets[target.name] ?? {};
  const { host } = hosts[number - 1] ?? {};
  if (!host) throw new Error(`host ${number}: the target has ${hosts.length}`);
  const folder = number === 1 ? target.folder : join(target.folder, `host${number}`);
  const isVagrants = machine !== undefined;
  const connection = await reach({ target: target.name, host, isVagrants, identity, workspace, folder });
  return { ...target, engine: await connection.engine(), there: connection.prefix };
}
