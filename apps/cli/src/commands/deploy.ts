import { writeFile } from 'node:fs/promises';
import { isRemote } from '@causeway/connection';
import type { Plan } from '@causeway/plan';
import type { ReleaseReport } from '@causeway/release';
import { adoptLeftOvers, endFailedSuccessors, retireReplaced } from '../adoption.ts';
import { agentOf, applyDeadline, ask } from '../agent-client.ts';
import { changedSettings, describeSettings } from '../changed-settings.ts';
import { clientAddress, connect, findConnection } from '../connections.ts';
import { refuseDataLoss } from '../data-loss.ts';
import { planFacts, type SetupEngine, setUp } from '../facts.ts';
import { Failure } from '../failure.ts';
import { type Part, releaseParts } from '../held-releases.ts';
import { type OfHost, onHost, progressOn } from '../hosts.ts';
import {
  agentSource,
  type Buildable,
  bundle,
  type Image,
  provideImage,
  serviceImage,
  type Workshop,
  withBundles,
} from '../images.ts';
import { refuseLeftHosts } from '../left-hosts.ts';
import { withTargetLock } from '../lock.ts';
import { look } from '../look.ts';
import { lookAtAllMigrations, type MigrationLook, refuseBreaking, rememberedBy } from '../migrations.ts';
import type { Progress, Say } from '../progress.ts';
import { describeEvent, describeReport } from '../release-report.ts';
import { wantedRelease } from '../releasing.ts';
import { printFacts } from '../report.ts';
import { handOver } from '../secrets.ts';
import { serviceUrl, smoke } from '../smoke.ts';
import {
  findDeployedPlan,
  openHosts,
  refuseWithoutFirst,
  setupFileOf,
  setupOf,
  type Target,
  type TargetOptions,
} from '../target.ts';
import { applyTerraform, type ChangeSummary, openTerraform } from '../terraform.ts';

export interface DeployFacts {
  readonly platform: string;
  readonly target: string;
  readonly urls: readonly string[];
  readonly ca: string;
  readonly terraform: ChangeSummary;
  readonly services: readonly ReleaseReport[];
  /** What the edge did not take over, each with the reason and what goes on instead. */
  readonly refused: readonly string[];
  /** Services whose release failed, each with the reason: what served before serves on. */
  readonly failed: readonly string[];
  /** What the first of several hosts has is said above; what each has, by name. */
  readonly hosts?: Readonly<Record<string, Pick<DeployFacts, 'terraform' | 'services' | 'refused'>>>;
}

export interface DeployOptions extends TargetOptions {
  readonly discardData?: boolean;
  readonly allowBreaking?: boolean;
}

/** What was found on a host before anything is touched. */
interface Found {
  readonly target: Target;
  /** The plan of the last deploy. */
  readonly deployed: Plan | undefined;
  readonly discardData: boolean;
}

/** A host with all that a release on it needs. */
interface Ready {
  readonly target: Target;
  readonly plan: Plan;
  readonly images: readonly Image[];
  readonly terraform: ChangeSummary;
  /** What the edge refuses. */
  readonly refused: readonly string[];
}

type ReadyHosts = readonly [Ready, ...Ready[]];

/** From whatever is there to a platform that answers over HTTPS; a second run goes on where the first one ended. */
export async function deploy(options: DeployOptions, progress: Progress): Promise<void> {
  progress.heading('Look (nothing is changed)');
  const hosts = await progress.step('Config', async () => openHosts(options));
  refuseWithoutFirst(hosts, 'deploy');
  await refuseLeftHosts(hosts);
  const found = await eachInTurn(hosts, (target) =>
    lookAtHost(target, options, progressOn(target, progress)),
  );
  const [first] = found;
  const migrations = await lookAtSql(first.target, first.deployed, options, progress);
  progress.heading('Touch');
  const note = (line: string) => progress.heading(line);
  const work = () => touch(found, migrations, progress);
  const facts = await withTargetLock(first.target.files, 'deploy', note, work);
  printFacts(options, facts, describe);
  refuseHalf(facts);
}

/** One after the other; of those of a target there is a first. */
async function eachInTurn<From, To>(
  [first, ...others]: readonly [From, ...From[]],
  work: (each: From, first?: To) => Promise<To>,
): Promise<[To, ...To[]]> {
  const done: [To, ...To[]] = [await work(first)];
  for (const each of others) done.push(await work(each, done[0]));
  return done;
}

async function lookAtHost(target: Target, options: DeployOptions, progress: Progress): Promise<Found> {
  if (isRemote(target.outline.engine.host)) await progress.step('Connection', (say) => connect(target, say));
  const deployed = await progress.step('State', (say) => lookAtState(target, say));
  await look(progress, target);
  return { target, deployed, discardData: options.discardData ?? false };
}

/** The rest is done, yet who deploys must not take it for the whole. */
function refuseHalf({ refused, failed }: DeployFacts): void {
  if (refused.length + failed.length === 0) return;
  const what = failed.length > 0 ? 'what has failed or the edge refuses' : 'what the edge refuses';
  throw new Failure(
    'failed',
    `deploy: done, but for ${what}:\n${[...failed, ...refused].map((line) => `  ${line}`).join('\n')}\nMend it and run \`deploy\` again`,
  );
}

async function lookAtState(target: Target, say: Say): Promise<Plan | undefined> {
  const deployed = await findDeployedPlan(target);
  say(deployed ? 'deployed before from here' : 'a first deploy from here');
  return deployed;
}

async function lookAtSql(
  { outline }: Target,
  deployed: Plan | undefined,
  options: DeployOptions,
  progress: Progress,
): Promise<readonly MigrationLook[]> {
  if (!outline.services.some(({ migrate }) => migrate)) return [];
  return await progress.step('New SQL', async (say) => {
    const looks = await lookAtAllMigrations(outline, { ...options, isFirst: deployed === undefined });
    for (const look of looks) refuseBreaking(look, options, say);
    return looks;
  });
}

async function touch(
  found: readonly [Found, ...Found[]],
  migrations: readonly MigrationLook[],
  progress: Progress,
): Promise<DeployFacts> {
  const hosts = await eachInTurn<Found, Ready>(found, (each, first) =>
    bringUp(each, first?.plan, progressOn(each.target, progress)),
  );
  const { reports, failed } = await releaseAll(hosts, migrations, progress);
  // of refused settings, such as new hosts, it would only say that they do not serve
  if (failed.length + hosts.flatMap(({ refused }) => refused).length === 0)
    for (const { plan, target } of hosts)
      await progressOn(target, progress).step('Smoke check', (say) => smoke(plan, target.files.ca, say));
  return factsOf(hosts, reports, failed);
}

/** Everything on a host but the releases; `first` is the plan of the host whose secrets it takes over. */
async function bringUp(found: Found, first: Plan | undefined, progress: Progress): Promise<Ready> {
  const { target } = found;
  await progress.handOver('Set-up', () => setUp(setupFileOf(target), setupEngine(target)));
  const workshop = { setup: await setupOf(target), platform: target.outline.platform };
  const [agent, ...images] = await provideImages(workshop, target.outline, progress);
  const plan = target.plan(planFacts(workshop.setup, agent.image));
  const terraform = await progress.step('Terraform', (say) => applyPlan(workshop, found, plan, say));
  if (first) await progress.step('Secrets', (say) => handOver(first, plan, say));
  const refused = await progress.step('Agent', (say) => applyToAgent(found, plan, say));
  return { target, plan, images, terraform, refused };
}

function factsOf(
  hosts: ReadyHosts,
  reports: readonly (readonly OfHost<ReleaseReport>[])[],
  failed: readonly string[],
): DeployFacts {
  const [{ plan, target }] = hosts;
  const partOf = (host: Ready, index: number) => ({
    terraform: host.terraform,
    services: reports.flatMap((ofService) => ofService[index]?.facts ?? []),
    refused: host.refused.map((line) => onHost(host.target, line)),
  });
  const byName = hosts.map((host, index) => [host.target.hostName ?? '', partOf(host, index)] as const);
  const { terraform, services } = partOf(hosts[0], 0);
  return {
    platform: plan.platform,
    target: plan.target,
    urls: plan.services.flatMap((service) => service.hosts.map((host) => serviceUrl(plan, host))),
    ca: target.files.ca,
    terraform,
    services,
    refused: byName.flatMap(([, { refused }]) => refused),
    failed,
    ...(hosts.length > 1 && { hosts: Object.fromEntries(byName) }),
  };
}

function setupEngine({ engineHost: host }: Target): SetupEngine | undefined {
  if (!host) return undefined;
  return { host, address: clientAddress(host), socket: findConnection(host)?.facts.engine.socket };
}

async function provideImages(
  workshop: Workshop,
  outline: Plan,
  progress: Progress,
): Promise<[Image, ...Image[]]> {
  const services = outline.services.map(serviceImage);
  const all = [agentSource, ...services];
  const provide = (wanted: Buildable) =>
    progress.step(`Image of ${wanted.name}`, async (say) => {
      const image = await provideImage(workshop, wanted, say);
      say(`${image.tag} ${image.built ? 'built' : 'unchanged'}`);
      return image;
    });
  return await withBundles(all, progress.heading, async () => {
    await progress.step('Bundles', (say) => bundle(all, say));
    const agent = await provide(agentSource);
    const images: Image[] = [];
    for (const service of services) images.push(await provide(service));
    return [agent, ...images];
  });
}

async function applyPlan({ setup }: Workshop, found: Found, plan: Plan, say: Say): Promise<ChangeSummary> {
  const { files } = found.target;
  const terraform = await openTerraform(setup, files, plan);
  await adoptLeftOvers(terraform, plan, say);
  const changes = await applyTerraform(terraform, (changes) => refuse(changes, found, plan), say).catch(
    async (error: unknown) => {
      await endFailedSuccessors(terraform, plan, say).catch((failure: Error) => say(failure.message));
      throw error;
    },
  );
  await retireReplaced(terraform, plan, say);
  await writeFile(files.plan, `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600 });
  say(describeChanges(changes));
  return changes;
}

function refuse(changes: ChangeSummary, { deployed, discardData }: Found, plan: Plan): void {
  if (!discardData) refuseDataLoss(changes, deployed ? [deployed, plan] : [plan]);
}

/** What the edge refuses. */
async function applyToAgent({ target, deployed }: Found, plan: Plan, say: Say): Promise<readonly string[]> {
  const { changed: refused, ca } = await ask(
    agentOf(plan),
    { op: 'apply', plan },
    { deadline: applyDeadline, onEvent: (event) => say(describeEvent(event)) },
  );
  await writeFile(target.files.ca, ca);
  const followed = [...describeSettings(changedSettings(deployed, plan)), ...refused];
  for (const line of followed.length > 0 ? followed : ['unchanged']) say(line);
  return refused;
}

/** One that fails stands in no other's way. */
async function releaseAll(
  hosts: ReadyHosts,
  migrations: readonly MigrationLook[],
  progress: Progress,
): Promise<{ reports: (readonly OfHost<ReleaseReport>[])[]; failed: string[] }> {
  const reports: (readonly OfHost<ReleaseReport>[])[] = [];
  const failed: string[] = [];
  for (const { name } of hosts[0].plan.services) {
    const parts = partsOf(
      hosts,
      name,
      migrations.find(({ service }) => service === name),
    );
    await progress
      .step(`Release of ${name}`, (say) => releaseParts(parts, say))
      .then(
        (report) => reports.push(report),
        (error) => failed.push(`${name}: ${ofOneService(error).message}`),
      );
  }
  return { reports, failed };
}

function partsOf(hosts: readonly Ready[], service: string, look: MigrationLook | undefined): OfHost<Part>[] {
  return hosts.flatMap(({ target: { files, hostName, name }, plan, images }) => {
    const image = images.find((each) => each.service === service);
    if (!image) return [];
    const wanted = wantedRelease(image, look && rememberedBy(look));
    return [{ hostName, facts: { hostName: hostName ?? name, destination: { plan, files }, wanted } }];
  });
}

/** Without an agent, or with somebody who has had enough, no other can be released either. */
function ofOneService(error: unknown): Failure {
  if (error instanceof Failure && (error.kind === 'failed' || error.kind === 'obstacle')) return error;
  throw error;
}

function describeChanges({ add, change, destroy }: ChangeSummary): string {
  return add + change + destroy === 0 ? 'unchanged' : `${add} added, ${change} changed, ${destroy} destroyed`;
}

function describe({ platform, target, urls, ca, services, hosts }: DeployFacts): string {
  const suffix = target === 'local' ? '' : ` -c ${target}`;
  return [
    '',
    ...services.map(describeReport),
    '',
    `${platform} runs on ${target}${hosts ? ` (${Object.keys(hosts).join(', ')})` : ''}: ${services.map(({ service, version }) => `${service} ${version}`).join(', ')}`,
    ...urls.map((url) => `  URL        ${url}`),
    `  CA         ${ca}`,
    `  password   npx nx run stacks:credentials${suffix}`,
  ].join('\n');
}
