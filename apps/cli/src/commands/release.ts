import { refuseUndeployedSettings } from '../changed-settings.ts';
import { bundle, provideImage, serviceImage } from '../images.ts';
import type { Progress } from '../progress.ts';
import { describeReport, ReleaseFailure, releaseImage } from '../releasing.ts';
import { printFacts } from '../report.ts';
import { findDeployedPlan, findService, openTarget, setupOf, type TargetOptions } from '../target.ts';

export interface ReleaseOptions extends TargetOptions {
  readonly force?: boolean;
}

/** Builds the image and puts it live; the same content again is no release. */
export async function release(name: string, options: ReleaseOptions, progress: Progress): Promise<void> {
  const target = await openTarget(options);
  const wanted = serviceImage(findService(target.outline, name));
  refuseUndeployedSettings(await findDeployedPlan(target), target.outline, name);
  const workshop = { setup: await setupOf(target), platform: target.outline.platform };
  await progress.step(`Bundle of ${name}`, (say) => bundle([wanted], say));
  const image = await progress.step(`Image of ${name}`, (say) => provideImage(workshop, wanted, say));
  const { force = false } = options;
  const released = progress.step(`Release of ${name}`, (say) =>
    releaseImage(target.outline, image, { force }, say),
  );
  printFacts(options, await released.catch((error) => printFailure(options, error)), describeReport);
}

/** A failed release has a report as well. */
function printFailure(options: ReleaseOptions, error: unknown): never {
  if (options.json && error instanceof ReleaseFailure) printFacts(options, error.report, describeReport);
  throw error;
}
