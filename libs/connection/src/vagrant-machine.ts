import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openVagrant, VagrantError } from '@causeway/vagrant-wrapper';
import { ConnectionFailure, failureOf } from './connection-failure.ts';
import type { Machine } from './machine.ts';
import type { Way } from './way.ts';

/** Where it was the last time, unless it has been made anew since. */
export async function rememberedMachine(way: Way): Promise<Machine | undefined> {
  const text = await readFile(memoryOf(way), 'utf8').catch(() => undefined);
  const machine: Machine | undefined = text === undefined ? undefined : JSON.parse(text);
  return machine && machine.alias === (await aliasOf(way)) ? machine : undefined;
}

/** Asks Vagrant where it is now. Throws a ConnectionFailure. */
export async function askVagrant(way: Way): Promise<Machine> {
  const { hostName, port, user, identityFiles } = await sshConfig(way);
  const machine: Machine = {
    target: way.target,
    name: `${nameOf(way)} of the Vagrantfile (ssh://${user}@${hostName}:${port})`,
    host: hostName,
    user,
    port,
    ...(identityFiles[0] && { identity: identityFiles[0] }),
    knownHosts: join(way.folder, 'known_hosts'),
    alias: await aliasOf(way),
  };
  await mkdir(way.folder, { recursive: true, mode: 0o700 });
  await writeFile(memoryOf(way), JSON.stringify(machine));
  return machine;
}

async function sshConfig(way: Way) {
  const { workspace, target } = way;
  const name = nameOf(way);
  try {
    return await openVagrant({ folder: workspace, environment: environmentFor(target) }).sshConfig(name);
  } catch (error) {
    if (!(error instanceof VagrantError)) throw error;
    const machine = { target, name: `${name} of the Vagrantfile`, host: name, knownHosts: '' };
    if (error.kind === 'not-installed') throw failureOf(machine, 'no vagrant');
    if (isOff(error)) throw failureOf(machine, 'machine off');
    throw new ConnectionFailure('other', `vagrant ssh-config: ${error.message}`);
  }
}

/** The target whose machines Vagrant knows where it always does; each other one's are known apart, as the Vagrantfile wants it. */
const usualTarget = 'vagrant';

function environmentFor(target: string): Record<string, string> {
  if (target === usualTarget) return {};
  return {
    CAUSEWAY_VAGRANT_TARGET: target,
    VAGRANT_DOTFILE_PATH: `.causeway/machines/${target}/vagrant`,
  };
}

function isOff({ kind }: VagrantError): boolean {
  return kind === 'not-created' || kind === 'not-running';
}

function memoryOf({ folder }: Way): string {
  return join(folder, 'machine.json');
}

/** Its key is kept under its id: one that is made anew at the same address is another machine. */
async function aliasOf(way: Way): Promise<string> {
  return `${nameOf(way)}-${await machineId(way)}`;
}

function nameOf({ host }: Way): string {
  return new URL(host).hostname;
}

/** As its provider calls it. */
async function machineId(way: Way): Promise<string> {
  const { VAGRANT_DOTFILE_PATH: dotfiles = '.vagrant' } = { ...process.env, ...environmentFor(way.target) };
  const folder = resolve(way.workspace, dotfiles, 'machines', nameOf(way));
  const providers = await readdir(folder).catch(() => []);
  const ids = await Promise.all(
    providers.map((provider) => readFile(join(folder, provider, 'id'), 'utf8').catch(() => '')),
  );
  return ids.find(Boolean)?.trim() ?? 'unknown';
}
