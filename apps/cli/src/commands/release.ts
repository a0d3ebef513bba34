import type { ServicePlan } from '@causeway/plan';
import type { Canary, ReleaseReport } from '@causeway/release';
import { attachAfter } from '../attaching.ts';
import { refuseUndeployedSettings } from '../changed-settings.ts';
import { reachHosts } from '../connections.ts';
import { Failure } from '../failure.ts';
import { type Part, releaseParts } from '../held-releases.ts';
import { type OfHost, ofEach, onHost, progressOn } from '../hosts.ts';
import { type Buildable, bundle, type Image, provideImage, serviceImage, withBundles } from '../images.ts';
import {
  askServing,
  lookAtMigrations,
  type MigrationLook,
  refuseBreaking,
  rememberedBy,
} from '../migrations.ts';
import type { Progress } from '../progress.ts';
import { carryOut, type Destination, printOutcome, type ReleaseWishes, wantedRelease } from '../releasing.ts';
import { reportingTo } from '../report-files.ts';
import {
  findDeployedPlan,
  findService,
  type Hosts,
  refuseWithoutFirst,
  setupOf,
  type Target,
  type TargetOptions,
} from '../target.ts';
import { abortEach } from './abort.ts';

export interface ReleaseOptions extends TargetOptions {
  readonly force?: boolean;
  readonly attach?: boolean;
  readonly wait?: boolean;
  readonly canary?: Canary['percents'];
  /** Milliseconds. */
  readonly step?: number;
  readonly allowBreaking?: boolean;
  readonly irreversible?: string;
  readonly report?: string;
}

/** How long each share of a canary is watched. */
const defaultStep = 2 * 60_000;

/** Builds the image and puts it live; the same content again is no release. */
export async function release(name: string, options: ReleaseOptions, progress: Progress): Promise<void> {
  refuseStepAlone(options);
  const work = () => releaseOrJoin(name, options, progress);
  await (options.report === undefined ? work() : reportingTo(options.report, work));
}

async function releaseOrJoin(name: string, options: ReleaseOptions, progress: Progress): Promise<void> {
  const hosts = await reachHosts(options);
  const service = findService(hosts[0].outline, name);
  const work = options.attach ? join : make;
  await printOutcome(options, work({ hosts, service, options, progress }));
}

interface Job {
  readonly hosts: Hosts;
  /** As the first host has it. */
  readonly service: ServicePlan;
  readonly options: ReleaseOptions;
  readonly progress: Progress;
}

function refuseStepAlone({ step, canary }: ReleaseOptions): void {
  if (step === undefined || canary) return;
  throw new Failure(
    'mistake',
    '--step: says how long each share of a canary is watched; write --canary as well',
  );
}

/** Stays with the release that runs; where none does, tells what became of the last. */
function join({ hosts, service, options, progress }: Job): Promise<readonly OfHost<ReleaseReport>[]> {
  const { wait } = options;
  const request = { op: 'attach', service: service.name, ...(wait && { wait }) } as const;
  const abort = async () => {
    const done = await abortEach(hosts, service.name);
    return done.map((each) => onHost(each, each.facts.done)).join('; ');
  };
  let first: ReleaseReport | undefined;
  return ofEach(hosts, async (host) => {
    const work = progressOn(host, progress);
    const destination = { ...destinationOf(host, options), among: { abort } };
    const report = await work.step(`Release of ${service.name}`, (say) =>
      first
        ? attachAfter(hosts[0], first, { destination, request, say })
        : carryOut(destination, request, say),
    );
    first ??= report;
    return report;
  });
}

async function make(job: Job): Promise<readonly OfHost<ReleaseReport>[]> {
  const { hosts, service, options, progress } = job;
  refuseWithoutFirst(hosts, 'release');
  for (const host of hosts)
    refuseUndeployedSettings(await findDeployedPlan(host), host.outline, service.name);
  const look = await lookAtSql(job);
  const source = serviceImage(service);
  const wishes = { ...(look && rememberedBy(look)), ...wishesOf(options) };
  const parts = await withBundles([source], progress.heading, async () => {
    await progress.step(`Bundle of ${service.name}`, (say) => bundle([source], say));
    return await ofEach(hosts, async (host): Promise<Part> => {
      const image = await provide(host, source, progress);
      return {
        hostName: host.hostName ?? host.name,
        destination: destinationOf(host, options),
        wanted: wantedRelease(image, wishes),
      };
    });
  });
  return await progress.step(`Release of ${service.name}`, (say) => releaseParts(parts, say));
}

async function provide(host: Target, source: Buildable, progress: Progress): Promise<Image> {
  const workshop = { setup: await setupOf(host), platform: host.outline.platform };
  return await progressOn(host, progress).step(`Image of ${source.name}`, (say) =>
    provideImage(workshop, source, say),
  );
}

async function lookAtSql({ hosts, service, options, progress }: Job): Promise<MigrationLook | undefined> {
  if (!service.migrate) return undefined;
  return await progress.step(`New SQL of ${service.name}`, async (say) => {
    const serving = await askServing(hosts[0].outline);
    const look = await lookAtMigrations(service, serving.get(service.name));
    refuseBreaking(look, options, say);
    return look;
  });
}

function wishesOf({ force, wait, canary, step = defaultStep, irreversible }: ReleaseOptions): ReleaseWishes {
  return {
    ...(force && { force }),
    ...(wait && { wait }),
    ...(canary && { canary: { percents: canary, step } }),
    ...(irreversible !== undefined && { irreversible }),
  };
}

/** The extra report is that of the first host. */
function destinationOf({ outline: plan, files, hostName }: Target, { report }: ReleaseOptions): Destination {
  const isFirst = hostName === undefined || hostName === 'host1';
  return { plan, files, ...(report && isFirst && { report }) };
}
