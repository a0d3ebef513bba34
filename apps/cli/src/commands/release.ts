import type { ServicePlan } from '@causeway/plan';
import type { Canary, ReleaseReport } from '@causeway/release';
import { refuseUndeployedSettings } from '../changed-settings.ts';
import { reachTarget } from '../connections.ts';
import { Failure } from '../failure.ts';
import type { Followed } from '../follow.ts';
import { bundle, provideImage, serviceImage } from '../images.ts';
import {
  askServing,
  lookAtMigrations,
  type MigrationLook,
  refuseBreaking,
  rememberedBy,
} from '../migrations.ts';
import type { Progress } from '../progress.ts';
import { carryOut, printOutcome, type ReleaseWishes, wantedRelease } from '../releasing.ts';
import { lookAtReportFile } from '../report-files.ts';
import { findDeployedPlan, findService, setupOf, type Target, type TargetOptions } from '../target.ts';

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
  if (options.report !== undefined) await lookAtReportFile(options.report);
  const target = await reachTarget(options);
  const service = findService(target.outline, name);
  const work = options.attach ? join : make;
  await printOutcome(options, work({ target, service, options, progress }));
}

interface Job {
  readonly target: Target;
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
function join(job: Job): Promise<ReleaseReport> {
  const { wait } = job.options;
  return follow(job, { op: 'attach', service: job.service.name, ...(wait && { wait }) });
}

async function make(job: Job): Promise<ReleaseReport> {
  const { target, service, options, progress } = job;
  refuseUndeployedSettings(await findDeployedPlan(target), target.outline, service.name);
  const look = await lookAtSql(job);
  const workshop = { setup: await setupOf(target), platform: target.outline.platform };
  const source = serviceImage(service);
  await progress.step(`Bundle of ${service.name}`, (say) => bundle([source], say));
  const image = await progress.step(`Image of ${service.name}`, (say) => provideImage(workshop, source, say));
  const wishes = { ...(look && rememberedBy(look)), ...wishesOf(options) };
  return await follow(job, { op: 'release', wanted: wantedRelease(image, wishes) });
}

async function lookAtSql({ target, service, options, progress }: Job): Promise<MigrationLook | undefined> {
  if (!service.migrate) return undefined;
  return await progress.step(`New SQL of ${service.name}`, async (say) => {
    const serving = await askServing(target.outline);
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

function follow({ target, service, options, progress }: Job, request: Followed): Promise<ReleaseReport> {
  const { outline: plan, files } = target;
  const destination = { plan, files, ...(options.report && { report: options.report }) };
  return progress.step(`Release of ${service.name}`, (say) => carryOut(destination, request, say));
}
