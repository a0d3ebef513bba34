import { isRemote, reach } from '@causeway/connection';
import { type Target, workspace } from './target.ts';

/** The same target with the way to its machine open, where that is another one; it ends with this process. */
export async function connected(target: Target): Promise<Target> {
  const { engine: host, folder } = target;
  if (host === undefined || !isRemote(host)) return target;
  const { identity, machine } = target.platform.targets[target.name] ?? {};
  const isVagrants = machine !== undefined;
  const connection = await reach({ target: target.name, host, isVagrants, identity, workspace, folder });
  return { ...target, engine: await connection.engine(), there: connection.prefix };
}
