import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import { docker, dockerLines, labelFilters } from './docker.ts';
import type { Say } from './progress.ts';
import { changeState, type Terraform } from './terraform.ts';

/** Beyond its drain and what began late in that, for Docker to stop it. Milliseconds. */
const retirementMargin = 60_000;

const retirementDeadline = ({ edge }: Plan) => 2 * edge.drain + retirementMargin;

/** What an interrupted run, or a lost state, left on the engine and out of Terraform's state. */
export interface Adoption {
  /** Terraform address → id on the engine. */
  readonly imports: Readonly<Record<string, string>>;
  /** Addresses whose creation was cut short; Terraform would make them again, and lose what a volume holds. */
  readonly untaints: readonly string[];
  /** Containers hold nothing, and are made anew. */
  readonly removals: readonly string[];
  /** Name → another, for containers that serve until a new one does: it takes the name, and they go afterwards. */
  readonly renames: Readonly<Record<string, string>>;
}

/** Something with a name, declared in the stack or present on the engine. */
export interface Named {
  readonly type: string;
  readonly address: string;
  readonly name: string;
  /** A new one starts before the old one ends. */
  readonly beside?: boolean;
}

export interface StateResource {
  readonly address: string;
  readonly tainted: boolean;
  /** On the engine, of all its instances: an interrupted replacement leaves two. */
  readonly ids: readonly string[];
  /** Those of them whose creation did not end well. */
  readonly cutShort: readonly string[];
  /** Of the instance that is to stay. */
  readonly current?: string;
}

/** Makes the state tell the truth, so that `apply` goes on where the last run was cut. */
export async function adoptLeftOvers(terraform: Terraform, plan: Plan, say: Say): Promise<void> {
  const { imports, untaints, removals, renames } = planAdoption(
    await readStack(terraform.stack),
    await readState(terraform.files.state),
    await findPresent(plan),
  );
  for (const [address, id] of Object.entries(imports)) {
    say(`taking up ${address}, which an earlier run made`);
    await changeState(terraform, ['import', '-input=false', address, id]);
  }
  for (const address of untaints) await changeState(terraform, ['untaint', address]);
  for (const [name, another] of Object.entries(renames))
    await docker(plan.engine.host, ['rename', name, another], { task: `rename ${name}` });
  for (const name of removals)
    await docker(plan.engine.host, ['rm', '--force', name], { task: `remove ${name}` });
}

/** Ends the edges that no state knows: each lets its successor take over and finishes what it has in hand. */
export async function retireReplaced(terraform: Terraform, plan: Plan, say: Say): Promise<void> {
  const known = new Set((await readState(terraform.files.state)).flatMap(({ ids }) => ids));
  const { host } = plan.engine;
  const deadline = retirementDeadline(plan);
  for (const id of (await listEdges(plan, '--all')).filter((each) => !known.has(each))) {
    say(`ending the replaced edge ${id.slice(0, 12)}`);
    await docker(host, ['stop', id], { task: 'end a replaced edge', deadline });
    await docker(host, ['rm', id], { task: 'remove a replaced edge' });
  }
}

/** Ends edges that did not come up beside the one that serves: the agent waits until every edge that runs has taken what it shows. */
export async function endFailedSuccessors({ files }: Terraform, plan: Plan, say: Say): Promise<void> {
  const deadline = retirementDeadline(plan);
  for (const id of failedSuccessors(await listEdges(plan), await readState(files.state))) {
    say(
      `ending the edge ${id.slice(0, 12)}, which did not come up; its log stays, and the one before serves on`,
    );
    await docker(plan.engine.host, ['stop', id], { task: 'end a failed edge', deadline });
  }
}

/** One that is alone may still come up. */
export function failedSuccessors(running: readonly string[], state: readonly StateResource[]): string[] {
  const failed = running.filter((id) => state.some(({ cutShort }) => cutShort.includes(id)));
  return failed.length < running.length ? failed : [];
}

/** Ids; without `--all` of those that run. */
function listEdges({ engine: { host }, labels }: Plan, ...all: readonly '--all'[]): Promise<string[]> {
  const filters = labelFilters({ ...labels, 'causeway.role': 'edge' });
  return dockerLines(host, ['ps', ...all, '--quiet', '--no-trunc', ...filters], 'list edges');
}

/** `present`: type and name → id on the engine. */
export function planAdoption(
  stack: readonly Named[],
  state: readonly StateResource[],
  present: ReadonlyMap<string, string>,
): Adoption {
  const known = new Set(state.map(({ address }) => address));
  const found = stack.flatMap((resource) => {
    const id = present.get(key(resource.type, resource.name));
    return id ? [{ ...resource, id }] : [];
  });
  const staying = new Set(state.map(({ current }) => current));
  const unknown = found.filter(({ address, beside }) => !beside && !known.has(address));
  const inTheWay = found.filter(({ id, beside }) => beside && !staying.has(id));
  const isContainer = ({ type }: Named) => type === 'docker_container';
  return {
    imports: Object.fromEntries(
      unknown.filter((each) => !isContainer(each)).map(({ address, id }) => [address, id]),
    ),
    removals: unknown.filter(isContainer).map(({ name }) => name),
    renames: Object.fromEntries(inTheWay.map(({ name, id }) => [name, `${name}-${id.slice(0, 12)}`])),
    untaints: state.filter(({ address, tainted }) => tainted && lasts(address)).map(({ address }) => address),
  };
}

/** Made in one stroke, and holding what other things depend on. */
function lasts(address: string): boolean {
  return address.startsWith('docker_volume.') || address.startsWith('docker_network.');
}

async function readStack(folder: string): Promise<Named[]> {
  const { resource } = JSON.parse(await readFile(join(folder, 'cdk.tf.json'), 'utf8'));
  const types = Object.entries<Record<string, StackResource>>(resource);
  return types.flatMap(([type, resources]) =>
    Object.entries(resources).flatMap(([id, { name, lifecycle }]) =>
      name
        ? [{ type, address: `${type}.${id}`, name, beside: lifecycle?.create_before_destroy ?? false }]
        : [],
    ),
  );
}

interface StackResource {
  readonly name?: string;
  readonly lifecycle?: { readonly create_before_destroy?: boolean };
}

interface StateFile {
  readonly resources?: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly status?: string;
      readonly deposed?: string;
      readonly attributes?: { readonly id?: string };
    }[];
  }[];
}

/** From the file, because `terraform show` loads the provider first, which takes seconds. */
async function readState(file: string): Promise<StateResource[]> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const { resources = [] }: StateFile = JSON.parse(text);
  return resources
    .filter(({ instances }) => instances.length > 0)
    .map(({ type, name, instances }) => ({
      address: `${type}.${name}`,
      tainted: instances.some(({ status }) => status === 'tainted'),
      ids: idsOf(instances),
      cutShort: idsOf(instances.filter(({ status }) => status === 'tainted')),
      ...currentOf(instances),
    }));
}

function idsOf(instances: readonly { readonly attributes?: { readonly id?: string } }[]): string[] {
  return instances.flatMap(({ attributes }) => attributes?.id ?? []);
}

function currentOf(
  instances: readonly { status?: string; deposed?: string; attributes?: { id?: string } }[],
): Pick<StateResource, 'current'> {
  const id = instances.find(({ status, deposed }) => status !== 'tainted' && !deposed)?.attributes?.id;
  return id ? { current: id } : {};
}

/** Only what carries the labels of the target. */
async function findPresent({ engine: { host }, labels }: Plan): Promise<ReadonlyMap<string, string>> {
  const marked = labelFilters(labels);
  const containers = ['ps', '--all', '--no-trunc', ...marked, '--format', '{{.Names}} {{.ID}}'];
  const networks = ['network', 'ls', '--no-trunc', ...marked, '--format', '{{.Name}} {{.ID}}'];
  const volumes = ['volume', 'ls', ...marked, '--format', '{{.Name}} {{.Name}}'];
  return new Map([
    ...keyed('docker_container', await dockerLines(host, containers, 'list containers')),
    ...keyed('docker_network', await dockerLines(host, networks, 'list networks')),
    ...keyed('docker_volume', await dockerLines(host, volumes, 'list volumes')),
  ]);
}

function keyed(type: string, lines: readonly string[]): [string, string][] {
  return lines.map((line) => line.split(' ')).map(([name = '', id = '']) => [key(type, name), id]);
}

export function key(type: string, name: string): string {
  return `${type} ${name}`;
}
