import { mkdir } from 'node:fs/promises';
import { type Connection, ConnectionFailure, isRemote, reach, type Way } from '@causeway/connection';
import { Failure } from './failure.ts';
import { raise } from './hosts.ts';
import { interruption } from './interruption.ts';
import { type Outcome, run } from './process.ts';
import type { Say } from './progress.ts';
import { type Hosts, openHosts, openTarget, type Target, type TargetOptions } from './target.ts';
import { workspace } from './workspace.ts';

/** `df` or `ss` over a slow line. Milliseconds. */
const lookDeadline = 20_000;

/** By the engine's host: one for each machine and command, whatever asks for it. */
const connections = new Map<string, Connection>();

/** The config's target, with the way to its machine open. */
export async function reachTarget(options: TargetOptions): Promise<Target> {
  const target = await openTarget(options);
  await connect(target).catch((error) => refuse(error, target, options));
  return target;
}

/** The same for each of its hosts that is not left out: all of them, or nothing is begun. */
export async function reachHosts(options: TargetOptions): Promise<Hosts> {
  const hosts = await openHosts(options);
  for (const name of options.without ?? [])
    process.stderr.write(`${name} is left out: it stays as it is, until the same is said to it as well\n`);
  for (const host of hosts) await connect(host).catch((error) => refuse(error, host, options));
  return hosts;
}

function refuse(error: unknown, host: Target, { without }: TargetOptions): never {
  return raise(
    error,
    host,
    ...(without ? [`Nothing was changed; --without ${host.hostName} goes on with the others`] : []),
  );
}

/** Opens the way to the engine of a target that is on another machine. */
export async function connect(target: Target, say: Say = sayOnScreen): Promise<void> {
  const { host } = target.outline.engine;
  if (!isRemote(host)) return;
  const connection = connections.get(host) ?? (await openConnection(target, say));
  await inWords(connection.engine());
}

/** Opens the way to the machine of a target, whether it has an engine or not. */
export async function openConnection(target: Target, say: Say): Promise<Connection> {
  await mkdir(target.files.folder, { recursive: true, mode: 0o700 });
  const connection = await inWords(reach(wayOf(target)));
  connections.set(target.outline.engine.host, connection);
  interruption.throwIfAborted();
  greet(connection, say);
  return connection;
}

export async function closeConnection(connection: Connection): Promise<void> {
  for (const [host, each] of connections) if (each === connection) connections.delete(host);
  await connection.close();
}

export async function disconnect(): Promise<void> {
  await Promise.all([...connections.values()].map((connection) => connection.close()));
  connections.clear();
}

/** Another machine's, in the words of the config; nothing for an engine here. */
export function findConnection(host: string): Connection | undefined {
  return connections.get(host);
}

/** Where Docker clients on this machine find the engine. */
export function clientAddress(host: string): string {
  return findConnection(host)?.engineAddress ?? host;
}

/** Runs `words` on the machine of a target that is on another one; a look, so it ends within seconds. */
export async function lookThere(host: string, words: readonly string[], task: string): Promise<Outcome> {
  const connection = findConnection(host);
  if (!connection) throw new Error(`${host}: no connection is open`);
  return await run({ ...connection.program(words), deadline: lookDeadline, task });
}

function wayOf({ name, outline, isVagrants, identity, files }: Target): Way {
  const { host } = outline.engine;
  return { target: name, host, isVagrants, identity, workspace, folder: files.folder };
}

/** Whoever is there at the first contact is trusted from then on. */
function greet({ machine, facts, firstContact }: Connection, say: Say): void {
  say(`${facts.user} on ${machine.host} (${facts.system}, ${facts.architecture})`);
  if (firstContact)
    say(
      `first contact: its ${firstContact} key is kept in ${machine.knownHosts}, and no other taken from now on`,
    );
}

async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectionFailure) throw new Failure('unreachable', error.message);
    throw error;
  }
}

/** A short command is silent about what is as ever. */
function sayOnScreen(line: string): void {
  if (line.startsWith('first contact')) process.stderr.write(`${line}\n`);
}
