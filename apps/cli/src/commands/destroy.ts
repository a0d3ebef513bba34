import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Plan } from '@causeway/plan';
import { adoptLeftOvers } from '../adoption.ts';
import { reachHosts } from '../connections.ts';
import { refuseDataLoss } from '../data-loss.ts';
import { docker, dockerLines, labelFilters } from '../docker.ts';
import { Failure } from '../failure.ts';
import { freeForgottenEndpoints } from '../forgotten-endpoints.ts';
import { printEach, progressOn } from '../hosts.ts';
import { interruption } from '../interruption.ts';
import { removeKeptImages } from '../kept-images.ts';
import { withTargetLock } from '../lock.ts';
import type { Progress, Say } from '../progress.ts';
import { findDeployedPlan, type Target, type TargetOptions } from '../target.ts';
import { applyTerraform, destroyTerraform, openTerraform } from '../terraform.ts';

/** Stopping a service's container waits for its drain, up to its grace. */
const removalDeadline = 5 * 60_000;

export interface DestroyOptions extends TargetOptions {
  readonly yes?: boolean;
  readonly keepData?: boolean;
}

interface Belongings {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export interface DestroyFacts {
  readonly target: string;
  readonly removed: Belongings;
  readonly kept: readonly string[];
}

/** Takes a target away: what its labels mark as its own, and nothing else. */
export async function destroy(options: DestroyOptions, progress: Progress): Promise<void> {
  const hosts = await reachHosts(options);
  progress.heading('Look (nothing is changed)');
  const doomed: Doomed[] = [];
  for (const host of hosts) doomed.push(await lookAtHost(host, options, progressOn(host, progress)));
  if (!options.yes) await confirm(doomed);
  progress.heading('Touch');
  const note = (line: string) => progress.heading(line);
  await withTargetLock(hosts[0].files, 'destroy', note, async () => {
    // the data services of the first last
    for (const each of doomed.toReversed()) await takeAway(each, progressOn(each.target, progress));
  });
  printEach(
    options,
    doomed.map(({ target: { hostName }, facts }) => ({ hostName, facts })),
    describe,
  );
}

/** A host with what goes and what stays. */
interface Doomed {
  readonly target: Target;
  readonly plan: Plan;
  readonly facts: DestroyFacts;
}

async function lookAtHost(target: Target, options: DestroyOptions, progress: Progress): Promise<Doomed> {
  const plan = (await findDeployedPlan(target)) ?? target.outline;
  const found = await progress.step('What belongs to the target', () => findBelongings(plan));
  const kept = options.keepData ? found.volumes.filter((name) => isData(plan, name)) : [];
  const removed = { ...found, volumes: found.volumes.filter((name) => !kept.includes(name)) };
  return { target, plan, facts: { target: plan.target, removed, kept } };
}

async function takeAway(
  { target, plan, facts: { kept, removed } }: Doomed,
  progress: Progress,
): Promise<void> {
  await progress.step('Services', async (say) => {
    await removeServices(plan, say);
    await freeForgottenEndpoints(plan.engine.host, removed.networks, say);
  });
  await progress.step('Terraform', (say) => removeByTerraform(target, plan, kept.length > 0, say));
  await progress.step('What is left', (say) => removeLeftOvers(plan, kept, say));
  // kept data holds a journal whose releases need them
  if (kept.length === 0) await progress.step('Images', (say) => removeKeptImages(plan, say));
  await progress.step('Files', () => removeFiles(target, kept.length > 0));
}

async function findBelongings(plan: Plan): Promise<Belongings> {
  const { host } = plan.engine;
  const marked = labelFilters(plan.labels);
  return {
    containers: await dockerLines(
      host,
      ['ps', '--all', ...marked, '--format', '{{.Names}}'],
      'list containers',
    ),
    networks: await dockerLines(host, ['network', 'ls', ...marked, '--format', '{{.Name}}'], 'list networks'),
    volumes: await dockerLines(host, ['volume', 'ls', ...marked, '--format', '{{.Name}}'], 'list volumes'),
  };
}

function isData(plan: Plan, name: string): boolean {
  return plan.volumes.some((volume) => volume.data && volume.name === name);
}

async function confirm(doomed: readonly Doomed[]): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Failure('mistake', 'destroy: there is nobody to ask; write --yes if it is meant');
  for (const { plan, facts } of doomed)
    process.stderr.write(
      `\nOn ${plan.engine.host} these go:\n${describeBelongings(facts.removed)}\n${describeKept(facts)}`,
    );
  const [{ plan: { prefix } = { prefix: '' } } = {}] = doomed;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal
    .question(`\nWrite ${prefix} to go on: `, { signal: interruption })
    .finally(() => terminal.close());
  if (answer.trim() !== prefix)
    throw new Failure('obstacle', 'destroy: not confirmed, so nothing was changed');
}

/** The guard first, or it starts the agent again; the agent second, or it starts the services again. */
async function removeServices(plan: Plan, say: Say): Promise<void> {
  const { host } = plan.engine;
  const resident = [`${plan.prefix}-guard`, `${plan.prefix}-agent`];
  const running = await dockerLines(
    host,
    ['ps', ...labelFilters(plan.labels), '--format', '{{.Names}}'],
    'list containers',
  );
  for (const name of resident.filter((each) => running.includes(each))) {
    await docker(host, ['stop', name], { task: `stop ${name}`, deadline: removalDeadline });
  }
  // By force: nobody is to wait for an edge to finish what it has in hand.
  for (const role of ['edge', 'service']) await removeContainers(host, await containersOf(plan, role), say);
}

function containersOf({ engine, labels }: Plan, role: string): Promise<string[]> {
  const filters = labelFilters({ ...labels, 'causeway.role': role });
  return dockerLines(engine.host, ['ps', '--all', ...filters, '--format', '{{.Names}}'], 'list containers');
}

async function removeByTerraform(
  { files, setup }: Target,
  plan: Plan,
  keepsData: boolean,
  say: Say,
): Promise<void> {
  if (!setup || !existsSync(files.state)) return say('no state here: what carries the labels goes by itself');
  const terraform = await openTerraform(setup, files, plan, keepsData ? 'data' : 'all');
  if (!keepsData) {
    await destroyTerraform(terraform, say);
    return;
  }
  await adoptLeftOvers(terraform, plan, say);
  await applyTerraform(terraform, (changes) => refuseDataLoss(changes, [plan]), say);
}

/** What no state knows of: the state was lost, or data was kept by an earlier run. */
async function removeLeftOvers(plan: Plan, kept: readonly string[], say: Say): Promise<void> {
  const { host } = plan.engine;
  const left = await findBelongings(plan);
  await removeContainers(host, left.containers, say);
  for (const name of left.networks)
    await docker(host, ['network', 'rm', name], { task: `remove network ${name}` });
  const volumes = left.volumes.filter((name) => !kept.includes(name));
  for (const name of volumes) await docker(host, ['volume', 'rm', name], { task: `remove volume ${name}` });
}

async function removeContainers(host: string, names: readonly string[], say: Say): Promise<void> {
  if (names.length === 0) return;
  say(`removing ${names.join(', ')}`);
  await docker(host, ['rm', '--force', ...names], { task: 'remove containers', deadline: removalDeadline });
}

/** The state stays with the data, so that the next deploy takes the volumes up again; the machine is the same one after it. */
async function removeFiles({ files }: Target, keepsData: boolean): Promise<void> {
  if (!existsSync(files.folder)) return;
  const stay = [files.knownHosts, ...(keepsData ? [files.state] : [])];
  // the other hosts' have theirs to keep
  const stays = (name: string) => stay.includes(join(files.folder, name)) || /^host\d+$/.test(name);
  for (const name of (await readdir(files.folder)).filter((each) => !stays(each))) {
    await rm(join(files.folder, name), { recursive: true, force: true });
  }
  if ((await readdir(files.folder)).length === 0) await rm(files.folder, { recursive: true });
}

function describe(facts: DestroyFacts): string {
  const { containers, networks, volumes } = facts.removed;
  const nothing = containers.length + networks.length + volumes.length === 0;
  return nothing
    ? `${facts.target}: nothing was there`
    : `removed:\n${describeBelongings(facts.removed)}\n${describeKept(facts)}`;
}

function describeBelongings({ containers, networks, volumes }: Belongings): string {
  const line = (noun: string, names: readonly string[]) =>
    names.length > 0 ? [`  ${noun}: ${names.join(', ')}`] : [];
  return [...line('containers', containers), ...line('networks', networks), ...line('volumes', volumes)].join(
    '\n',
  );
}

function describeKept({ kept }: DestroyFacts): string {
  return kept.length > 0 ? `kept: ${kept.join(', ')}; the next deploy takes them up again\n` : '';
}
