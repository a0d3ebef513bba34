import type { Plan } from '@causeway/plan';
import type { Results } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { type ChangedSettings, changedSettings, describeSettings } from '../changed-settings.ts';
import { reachHosts } from '../connections.ts';
import { isRunning } from '../docker.ts';
import { planFacts } from '../facts.ts';
import { Failure } from '../failure.ts';
import { describeEach, factsOfEach, type OfHost, ofEach, progressOn } from '../hosts.ts';
import {
  agentSource,
  bundle,
  type Image,
  previewImage,
  serviceImage,
  type Workshop,
  withBundles,
} from '../images.ts';
import { refuseLeftHosts } from '../left-hosts.ts';
import { lookAtAllMigrations, type MigrationLook, refuseBreaking } from '../migrations.ts';
import type { Progress, Say } from '../progress.ts';
import { wantedRelease } from '../releasing.ts';
import { printFacts } from '../report.ts';
import { findDeployedPlan, refuseWithoutFirst, setupOf, type Target, type TargetOptions } from '../target.ts';
import { type ChangeSummary, openTerraform, previewTerraform } from '../terraform.ts';

export interface PlanOptions extends TargetOptions {
  readonly detailedExitcode?: boolean;
  readonly allowBreaking?: boolean;
}

type AgentPreview = Results['preview'];
type ReleasePreview = AgentPreview['services'][number];

export interface PlanFacts extends ChangeSummary {
  /** What the agent and the edge follow without Terraform. */
  readonly settings: ChangedSettings;
  readonly releases: readonly ReleasePreview[];
  /** What the edge would refuse, each with the reason. */
  readonly refused: readonly string[];
  /** What new SQL would do to what serves. */
  readonly migrations: readonly MigrationLook[];
}

/** Terraform's own code for "something would change". */
const wouldChange = 2;

/** What `deploy` would do. Neither the engine nor the platform is touched. */
export async function plan(options: PlanOptions, progress: Progress): Promise<void> {
  const hosts = await reachHosts(options);
  refuseWithoutFirst(hosts, 'plan');
  await refuseLeftHosts(hosts);
  const previews = await ofEach(hosts, (host) => preview(host, options, progressOn(host, progress)));
  printFacts(options, factsOfEach(previews.map(factsAlone)), () => describeEach(previews, describe));
  for (const { facts } of previews) refuse(facts.facts, options, progress);
  if (options.detailedExitcode && previews.some(({ facts }) => changesAnything(facts.facts)))
    process.exitCode = wouldChange;
}

interface Preview {
  readonly facts: PlanFacts;
  /** Terraform's own words, for people. */
  readonly terraform: string;
}

function factsAlone({ hostName, facts }: OfHost<Preview>): OfHost<PlanFacts> {
  return { hostName, facts: facts.facts };
}

function refuse({ migrations, refused }: PlanFacts, options: PlanOptions, progress: Progress): void {
  for (const look of migrations) refuseBreaking(look, options, progress.heading);
  refuseBroken(refused);
}

async function preview(target: Target, options: PlanOptions, progress: Progress): Promise<Preview> {
  // one that has joined the others; of a target of which nothing is there it is said that it has to be deployed
  if (target.setup === undefined && (target.outline.place?.number ?? 1) > 1) return newcomer(target);
  const deployed = await findDeployedPlan(target);
  const workshop = { setup: await setupOf(target), platform: target.outline.platform };
  const [agent, ...images] = await progress.step('Images', (say) =>
    previewImages(workshop, target.outline, say),
  );
  const wanted = target.plan(planFacts(workshop.setup, agent.image));
  const { text: terraform, ...changes } = await progress.step('Terraform', async () =>
    previewTerraform(await openTerraform(workshop.setup, target.files, wanted)),
  );
  const { services: releases, refused } = await progress.step('Releases and edge', () =>
    previewAgent(wanted, images),
  );
  const migrations = await progress.step('New SQL', () => lookAtAllMigrations(wanted, options));
  return {
    facts: { ...changes, settings: changedSettings(deployed, wanted), releases, refused, migrations },
    terraform,
  };
}

function newcomer({ outline }: Target): Preview {
  const releases = outline.services.map(({ name }) => ({
    service: name,
    steps: ['every step of a first release: nothing runs there yet'],
    unchanged: false,
  }));
  const none = { add: 0, change: 0, destroy: 0, resources: [] };
  return {
    facts: { ...none, settings: changedSettings(undefined, outline), releases, refused: [], migrations: [] },
    terraform:
      'A new host: `deploy` sets it up, and makes all that the others have but for the data services.',
  };
}

async function previewImages(workshop: Workshop, outline: Plan, say: Say): Promise<[Image, ...Image[]]> {
  const services = outline.services.map(serviceImage);
  const all = [agentSource, ...services];
  return await withBundles(all, say, async () => {
    await bundle(all, say);
    const agent = await previewImage(workshop, agentSource);
    return [agent, ...(await Promise.all(services.map((service) => previewImage(workshop, service))))];
  });
}

async function previewAgent(wanted: Plan, images: readonly Image[]): Promise<AgentPreview> {
  if (!(await isRunning(wanted.engine.host, `${wanted.prefix}-agent`))) {
    const steps = ['every step of a first release: no agent runs yet'];
    return { services: images.map(({ service }) => ({ service, steps, unchanged: false })), refused: [] };
  }
  const request = {
    op: 'preview',
    plan: wanted,
    wanted: images.map((image) => wantedRelease(image)),
  } as const;
  const preview = await ask(agentOf(wanted), request, { deadline: answerDeadline });
  // an agent of an earlier version does not ask the edge
  return { ...preview, refused: preview.refused ?? [] };
}

function refuseBroken(refused: readonly string[]): void {
  if (refused.length === 0) return;
  throw new Failure(
    'failed',
    `plan: the edge would refuse this, and the rest would be done:\n${refused.map((line) => `  ${line}`).join('\n')}`,
  );
}

function changesAnything({ add, change, destroy, settings, releases }: PlanFacts): boolean {
  const resettled = describeSettings(settings).length;
  return add + change + destroy + resettled > 0 || releases.some(({ unchanged }) => !unchanged);
}

function describe({ facts: { settings, releases }, terraform }: Preview): string {
  return [terraform.trim(), '', ...describeSettings(settings), ...releases.flatMap(describeRelease)].join(
    '\n',
  );
}

function describeRelease({ service, steps, unchanged }: ReleasePreview): string[] {
  if (unchanged) return [`Release of ${service}: unchanged`];
  return [`Release of ${service}:`, ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}
