import { reachHosts } from '../connections.ts';
import { ofEach, printEach, progressOn } from '../hosts.ts';
import {
  agentSource,
  type Buildable,
  bundle,
  type Image,
  provideImage,
  serviceImage,
  withBundles,
} from '../images.ts';
import type { Progress } from '../progress.ts';
import { findService, setupOf, type Target, type TargetOptions } from '../target.ts';

/** Provides the image of a service or of the agent on the target's engines. */
export async function image(name: string, options: TargetOptions, progress: Progress): Promise<void> {
  const hosts = await reachHosts(options);
  const wanted = findBuildable(hosts[0], name);
  const provided = await withBundles([wanted], progress.heading, async () => {
    await progress.step(`Bundle of ${name}`, (say) => bundle([wanted], say));
    return await ofEach(hosts, async (host) => {
      const workshop = { setup: await setupOf(host), platform: host.outline.platform };
      return await progressOn(host, progress).step(`Image of ${name}`, (say) =>
        provideImage(workshop, wanted, say),
      );
    });
  });
  printEach(options, provided, describe);
}

function findBuildable({ outline }: Target, name: string): Buildable {
  return name === agentSource.name ? agentSource : serviceImage(findService(outline, name));
}

function describe({ tag, image: id, built }: Image): string {
  return `${id}  ${tag}  ${built ? 'built' : 'unchanged'}`;
}
