import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type NamedService, type Target, workspace } from '../target.ts';
import { inspectText } from './engine.ts';
import { statusOf } from './settled.ts';

/** `on`: goes wrong when it is asked to; `errors`: answers 500 to everybody. */
export type Fault = 'on' | 'errors';

/**
 * A config under which the next release of palindrom is built from what serves, with one of its faults switched on in the
 * image itself: a release takes new content, and new settings only after a deploy.
 */
export async function writeFaulty(target: Target, { name }: NamedService, fault: Fault): Promise<string> {
  const folder = join(target.folder, 'faulty', fault);
  mkdirSync(folder, { recursive: true });
  const base = await servingTag(target, name);
  writeFileSync(join(folder, 'Dockerfile'), `FROM ${base}\nENV APP_FAULTS=${fault}\n`);
  const config = join(target.folder, 'faulty', `${fault}.config.ts`);
  writeFileSync(config, configOf(target, name, relative(workspace, folder)));
  return config;
}

/** BuildKit takes no image by its id; tags of earlier releases of the same content may go while it builds. */
async function servingTag(target: Target, service: string): Promise<string> {
  const { serving } = await statusOf(target, service);
  const [image] = JSON.parse(await inspectText(target, serving?.image ?? ''));
  const tags: readonly string[] = image.RepoTags;
  const tag = tags.find((each) => each.endsWith(`:${serving?.release}`)) ?? tags[0];
  if (!tag)
    throw new Error(`${service}: the image that serves has no tag; release it from its project first`);
  return tag;
}

function configOf(target: Target, service: string, context: string): string {
  return `import { definePlatform } from '@causeway/config';
import platform from ${JSON.stringify(target.config)};

const { project, image, ...service } = platform.services[${JSON.stringify(service)}];
const faulty = { ...service, context: ${JSON.stringify(context)} };
export default definePlatform({
  ...platform,
  services: { ...platform.services, [${JSON.stringify(service)}]: faulty },
});
`;
}
