import { reachTarget } from '../connections.ts';
import { agentSource, type Buildable, bundle, type Image, provideImage, serviceImage } from '../images.ts';
import type { Progress } from '../progress.ts';
import { printFacts } from '../report.ts';
import { findService, setupOf, type Target, type TargetOptions } from '../target.ts';

/** Provides the image of a service or of the agent on the target's engine. */
export async function image(name: string, options: TargetOptions, progress: Progress): Promise<void> {
  const target = await reachTarget(options);
  const wanted = findBuildable(target, name);
  const workshop = { setup: await setupOf(target), platform: target.outline.platform };
  await progress.step(`Bundle of ${name}`, (say) => bundle([wanted], say));
  const provided = await progress.step(`Image of ${name}`, (say) => provideImage(workshop, wanted, say));
  printFacts(options, provided, describe);
}

function findBuildable({ outline }: Target, name: string): Buildable {
  return name === agentSource.name ? agentSource : serviceImage(findService(outline, name));
}

function describe({ tag, image: id, built }: Image): string {
  return `${id}  ${tag}  ${built ? 'built' : 'unchanged'}`;
}
