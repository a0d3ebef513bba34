import { createHash } from 'node:crypto';
import type { Cluster } from './messages.ts';
import { type EdgeFiles, fileNames, isEndpointsFile, messagesOf } from './resource-file.ts';

/**
 * Hashes of what the edge's binary judges each by itself: every cluster, and everything else as one, with the names of the
 * clusters that it leads to and that are not there. Of sets with known parts the binary has nothing new to say, whatever
 * the replicas, which are addresses and ports that the engine has given.
 */
export function separateParts(files: EdgeFiles): string[] {
  const { [fileNames.clusters]: content, ...others } = files;
  const clusters = content === undefined ? [] : messagesOf<Cluster>(content);
  const rest = Object.entries(others)
    .filter(([name]) => !isEndpointsFile(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const there = new Set(clusters.map(({ name }) => name));
  const missing = [files[fileNames.httpsRoutes], files[fileNames.httpRoutes]]
    .flatMap((content) => clusterNames(content ?? ''))
    .filter((name) => !there.has(name));
  return [hash([rest, [...new Set(missing)].sort()]), ...clusters.map(hash)];
}

/** All that routes lead to, and names of other things, which are the same in the same routes; parsing would take ten times as long. */
function clusterNames(routes: string): string[] {
  return [...routes.matchAll(/"(?:cluster|name)": "([^"]+)"/g)].flatMap(([, name]) => name ?? []);
}

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64');
