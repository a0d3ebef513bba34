import { builtRepository } from '@causeway/plan';
import { docker, dockerLines, removeUnusedTags } from './docker.ts';

/** What a release was refused with may be asked for again, and each attempt at it is another image. */
const mostUnreleased = 3;

export interface BuiltImage {
  readonly tags: readonly string[];
  /** ISO 8601. */
  readonly created: string;
}

/**
 * Forgets what was built for a service, or for the agent, and that no release keeps, but for the newest few: the agent
 * prunes only what it was given. What a container uses stays.
 */
export async function forgetUnreleased(host: string, platform: string, service: string): Promise<void> {
  await removeUnusedTags(host, surplus(await builtImages(host, platform, service), service));
}

/** Tags of the images that have no other than those of their builds, beyond the newest. */
export function surplus(images: readonly BuiltImage[], service: string): string[] {
  const isBuild = (tag: string) => tag.startsWith(`${builtRepository(service)}:`);
  const unreleased = images.filter(({ tags }) => tags.length > 0 && tags.every(isBuild));
  const newestFirst = unreleased.toSorted((one, other) => (one.created < other.created ? 1 : -1));
  return newestFirst.slice(mostUnreleased).flatMap(({ tags }) => tags);
}

async function builtImages(host: string, platform: string, service: string): Promise<BuiltImage[]> {
  const filters = [`reference=${builtRepository(service)}`, `label=causeway.platform=${platform}`];
  const list = ['image', 'ls', '--quiet', '--no-trunc', ...filters.flatMap((each) => ['--filter', each])];
  const ids = [...new Set(await dockerLines(host, list, 'list images'))];
  if (ids.length === 0) return [];
  const format = '{"created":{{json .Created}},"tags":{{json .RepoTags}}}';
  const task = 'look at images';
  const lines = await docker(host, ['image', 'inspect', '--format', format, ...ids], { task }).catch(
    noneIfGone,
  );
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Another command forgets at the same moment; what is left is for the next one. */
function noneIfGone(error: Error): string {
  if (/no such image/i.test(error.message)) return '';
  throw error;
}
