import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Connection } from './connection.ts';
import { ConnectionFailure } from './connection-failure.ts';
import { type Machine, parseAddress } from './machine.ts';
import { askVagrant, rememberedMachine } from './vagrant-machine.ts';

/** How the config says that a target's machine is reached. */
export interface Way {
  readonly target: string;
  /** `ssh://user@host:port`. */
  readonly host: string;
  /** Whether that is the name of a machine of the Vagrantfile. */
  readonly isVagrants: boolean;
  /** File of a private key, in the workspace, absolute or in `~/`. */
  readonly identity?: string | undefined;
  readonly workspace: string;
  /** Of the target, there: for what is known of its machine. */
  readonly folder: string;
}

/** Whether the engine is on another machine than this one. */
export function isRemote(host: string): boolean {
  return host.startsWith('ssh://');
}

/** Throws a ConnectionFailure. */
export async function reach(way: Way): Promise<Connection> {
  if (!way.isVagrants) return await Connection.open(machineOf(way));
  return (await reachRemembered(way)) ?? (await Connection.open(await askVagrant(way)));
}

/** Vagrant takes seconds to say where its machine is, and it is where it was but for a `reload`. */
async function reachRemembered(way: Way): Promise<Connection | undefined> {
  const machine = await rememberedMachine(way);
  try {
    return machine && (await Connection.open(machine));
  } catch (error) {
    if (error instanceof ConnectionFailure) return undefined;
    throw error;
  }
}

function machineOf({ target, host, identity, workspace, folder }: Way): Machine {
  return {
    ...parseAddress(host),
    target,
    ...(identity && { identity: fileOf(identity, workspace) }),
    knownHosts: join(folder, 'known_hosts'),
  };
}

function fileOf(path: string, workspace: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(workspace, path);
}
