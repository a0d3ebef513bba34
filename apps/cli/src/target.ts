import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, loadPlatform, type Platform } from '@causeway/config';
import {
  type Facts,
  type HostPlan,
  type Plan,
  planHost,
  planPlatform,
  type ServicePlan,
} from '@causeway/plan';
import { assumedFacts, findSetupFacts, readSetupFacts, type SetupFacts } from './facts.ts';
import { Failure } from './failure.ts';
import { setupFile, type TargetFiles, targetFiles, workspace } from './workspace.ts';

export interface TargetOptions {
  readonly target: string;
  readonly config: string;
  readonly json?: boolean;
  /** Names of hosts that are left as they are. Absent where a command cannot leave any out. */
  readonly without?: readonly string[];
}

export interface Target {
  readonly name: string;
  /** Of its hosts, such as `host2`; absent where the target has one. */
  readonly hostName?: string;
  readonly files: TargetFiles;
  readonly setup: SetupFacts | undefined;
  /** From the config; absent means the engine that the `docker` command uses. */
  readonly engineHost: string | undefined;
  /** File of the private key for its machine, as the config has it. */
  readonly identity: string | undefined;
  /** Whether its machine is one of the Vagrantfile. */
  readonly isVagrants: boolean;
  /** Names, ports, networks and labels hold; image ids are made up. */
  readonly outline: Plan;
  readonly host: HostPlan;
  plan(facts: Facts): Plan;
}

/** The first of the hosts, or the only one. Reads the config; nothing else is looked at or touched. */
export async function openTarget(options: TargetOptions): Promise<Target> {
  return (await openHosts(options))[0];
}

/** Each host as a target of its own, in the order of the config, but for those that are left out. */
export async function openHosts({ target: name, config, without = [] }: TargetOptions): Promise<Hosts> {
  const platform = await load(config);
  const { hosts = [] } = findTarget(platform, name);
  const names = hosts.map((_, index) => hostNameOf(index + 1));
  refuseStrangers(without, names, name);
  const numbers = [1, ...hosts.slice(1).map((_, index) => index + 2)];
  const [first, ...others] = numbers.filter((number) => !without.includes(hostNameOf(number)));
  if (first === undefined)
    throw new Failure('mistake', `--without: no host of target ${name} is left; leave one out less`);
  return [
    await openHost(platform, name, first),
    ...(await Promise.all(others.map((number) => openHost(platform, name, number)))),
  ];
}

/** Unless it is left out, the first is that of the config, which has the data services. */
export type Hosts = readonly [Target, ...Target[]];

/** What rests on the first host of the config cannot go on without it. */
export function refuseWithoutFirst([{ outline, name }]: Hosts, command: string): void {
  const { place } = outline;
  if (!place || place.number === 1) return;
  throw new Failure(
    'mistake',
    `${command} --without host1: the first host of target ${name} has the data services, the migrations and the secrets of all, so it cannot be left out; bring it back first`,
  );
}

function hostNameOf(number: number): string {
  return `host${number}`;
}

function refuseStrangers(without: readonly string[], names: readonly string[], target: string): void {
  const stranger = without.find((each) => !names.includes(each));
  if (stranger === undefined) return;
  const known = names.length > 0 ? `write one of ${names.join(', ')}` : 'it has one host';
  throw new Failure('mistake', `--without ${stranger}: target ${target} has no such host; ${known}`);
}

async function openHost(platform: Platform, name: string, number: number): Promise<Target> {
  const { hosts, host, identity, machine } = findTarget(platform, name);
  const engineHost = hosts?.[number - 1]?.host ?? host;
  const files = targetFiles(name, undefined, number);
  const setup = await findSetupFacts(setupFileOf({ engineHost, files }));
  const assumed = assumedFacts(
    engineHost ?? setup?.engine.host ?? process.env.DOCKER_HOST ?? defaultEngine,
    setup,
  );
  return {
    name,
    ...(hosts && { hostName: hostNameOf(number) }),
    files,
    setup,
    engineHost,
    identity,
    isVagrants: machine !== undefined,
    outline: planPlatform(platform, name, assumed, number),
    host: planHost(platform, name),
    plan: (facts) => planPlatform(platform, name, facts, number),
  };
}

/** Set-up's facts, if they are about this target's engine. */
export async function setupOf({ engineHost, files, name }: Target): Promise<SetupFacts> {
  const setup = await readSetupFacts(setupFileOf({ engineHost, files }));
  if (!engineHost || engineHost === setup.engine.host) return setup;
  throw new Failure(
    'unreachable',
    `set-up: ran last for ${setup.engine.host}, and target ${name} is on ${engineHost}; run \`deploy\` for this target`,
  );
}

/** An engine that the config names has facts of its own, or deploys of two targets would take them from each other. */
export function setupFileOf({ engineHost, files }: Pick<Target, 'engineHost' | 'files'>): string {
  return engineHost ? files.setup : setupFile;
}

/** The plan of the last deploy from here; nothing when there was none. Terraform's state beside it is of the same. */
export async function findDeployedPlan({ files, name, outline }: Target): Promise<Plan | undefined> {
  const text = await readFile(files.plan, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const plan: Plan = JSON.parse(text);
  if (plan.prefix === outline.prefix && plan.engine.host === outline.engine.host) return plan;
  throw new Failure(
    'obstacle',
    `target ${name}: ${files.folder} is about ${plan.platform} at ${plan.engine.host}, the config about ${outline.platform} at ${outline.engine.host}; name it as before and \`destroy\` it, or choose another name for the target`,
  );
}

export function findService({ services }: Plan, name: string): ServicePlan {
  const service = services.find((each) => each.name === name);
  if (service) return service;
  const known = services.map((each) => each.name).join(', ');
  throw new Failure('mistake', `${name}: the config has no such service; write one of ${known}`);
}

/** `words` as one has to write them for this target. */
export function commandOn(target: string, words: string): string {
  return target === defaultTarget ? words : `${words} -c ${target}`;
}

export const defaultTarget = 'local';

const defaultEngine = 'unix:///var/run/docker.sock';

async function load(config: string): Promise<Platform> {
  try {
    return await loadPlatform(resolve(workspace, config));
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure('mistake', error.message);
    throw error;
  }
}

function findTarget(platform: Platform, name: string): Platform['targets'][string] {
  const target = platform.targets[name];
  if (target) return target;
  const known = Object.keys(platform.targets).join(', ');
  throw new Failure('mistake', `--target ${name}: the config has no such target; write one of ${known}`);
}
