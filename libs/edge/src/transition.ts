import type { Cluster } from './messages.ts';
import { type EdgeFiles, fileNames, messagesOf, renderFile } from './resource-file.ts';

/**
 * The sets of files that lead from one to the next without a route ever pointing to a cluster that is not there:
 * clusters come before the routes to them and go after. Each is to be acknowledged before the next is written;
 * within each, files are written in their order, and those that are no longer in it removed at the end.
 */
export function transition(current: EdgeFiles, next: EdgeFiles): EdgeFiles[] {
  const clusters = { ...endpointFiles(current), ...endpointFiles(next), ...allClusters(current, next) };
  // the first mention of a file decides its place
  const stages = [{ ...clusters, ...current, ...clusters }, { ...clusters, ...next, ...clusters }, next];
  return stages.filter((stage, index) => !sameFiles(stage, stages[index - 1] ?? current));
}

function allClusters(current: EdgeFiles, next: EdgeFiles): EdgeFiles {
  const wanted = clustersOf(next);
  const names = new Set(wanted.map(({ name }) => name));
  const leaving = clustersOf(current).filter(({ name }) => !names.has(name));
  return { [fileNames.clusters]: renderFile('cluster', [...wanted, ...leaving].toSorted(byName)) };
}

function clustersOf(files: EdgeFiles): Cluster[] {
  try {
    return messagesOf<Cluster>(files[fileNames.clusters] ?? '');
  } catch {
    // what the edge cannot read it has no clusters from
    return [];
  }
}

const byName = (a: Cluster, b: Cluster) => (a.name < b.name ? -1 : 1);

const endpointFiles = (files: EdgeFiles): EdgeFiles =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !fixedNames.has(name)));

const fixedNames = new Set<string>(Object.values(fileNames).filter((name) => typeof name === 'string'));

function sameFiles(a: EdgeFiles, b: EdgeFiles): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
