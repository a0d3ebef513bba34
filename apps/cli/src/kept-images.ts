import { builtRepository, keepingTags, keptRepository, type Plan } from '@causeway/plan';
import { docker, dockerLines, imageRemovalDeadline, removeUnusedTags } from './docker.ts';
import type { Say } from './progress.ts';

/** Takes away what kept the target's images, and those that were built for it and nobody else keeps or uses. */
export async function removeKeptImages({ engine: { host }, prefix }: Plan, say: Say): Promise<void> {
  const kept = await keptTags(host, prefix);
  if (kept.length === 0) return;
  const built = await builtTags(host, kept, servicesOf(kept, prefix));
  say(`removing the images of ${kept.length} releases`);
  const task = 'remove what keeps images';
  await docker(host, ['image', 'rm', ...kept], { task, deadline: imageRemovalDeadline });
  await removeUnusedTags(host, built);
}

function keptTags(host: string, prefix: string): Promise<string[]> {
  const filter = `reference=${keptRepository(prefix, '*')}`;
  const format = '{{.Repository}}:{{.Tag}}';
  return dockerLines(host, ['image', 'ls', '--filter', filter, '--format', format], 'list images');
}

/** Also those that the config does not name any more. */
export function servicesOf(kept: readonly string[], prefix: string): string[] {
  const before = keptRepository(prefix, '').length;
  return [...new Set(kept.map((tag) => tag.slice(before).replace(/:.*$/, '')))];
}

/** What we built can be built again; a tag that somebody else gave stays, and the image with it. */
async function builtTags(
  host: string,
  kept: readonly string[],
  services: readonly string[],
): Promise<string[]> {
  const format = '{{join .RepoTags " "}}';
  const images = await dockerLines(host, ['image', 'inspect', '--format', format, ...kept], 'look at images');
  const tagsOfEach = [...new Set(images)].map((line) => line.split(' '));
  const isOthers = (tag: string) => tag.startsWith(keepingTags) && !kept.includes(tag);
  const isBuilt = (tag: string) => services.some((service) => tag.startsWith(`${builtRepository(service)}:`));
  return tagsOfEach.filter((tags) => !tags.some(isOthers)).flatMap((tags) => tags.filter(isBuilt));
}
