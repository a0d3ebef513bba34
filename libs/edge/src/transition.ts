import type { Cluster } from './messages.ts';
import {
  type EdgeFiles,
  fileNames,
  isCertificateFile,
  isWhole,
  messagesOf,
  renderFile,
} from './resource-file.ts';

/**
 * The sets of files that lead from one to the next without a route ever pointing to a cluster that is not there:
 * clusters come before the routes to them and go after. Each is to be acknowledged before the next is written;
 * within each, files are written in their order, and those that are no longer in it removed at the end.
 */
export function transition(current: EdgeFiles, next: EdgeFiles): EdgeFiles[] {
  const both = clustersOfBoth(current, next);
  // the first mention of a file decides its place
  const stages = [{ ...both, ...otherFiles(current), ...both }, { ...both, ...next, ...both }, next];
  return stages.filter((stage, index) => !sameFiles(stage, stages[index - 1] ?? current));
}

function clustersOfBoth(current: EdgeFiles, next: EdgeFiles): EdgeFiles {
  const wanted = clustersOf(next);
  const names = new Set(wanted.map(({ name }) => name));
  const leaving = clustersOf(current).filter(({ name }) => !names.has(name));
  const clusters = [...wanted, ...leaving].toSorted(byName);
  return {
    ...endpointsOf(clusters, { ...current, ...next }),
    [fileNames.clusters]: renderFile('cluster', clusters),
  };
}

function clustersOf(files: EdgeFiles): Cluster[] {
  const content = files[fileNames.clusters];
  // what the edge cannot read it has no clusters from
  return content !== undefined && isWhole(content) ? messagesOf<Cluster>(content) : [];
}

function endpointsOf(clusters: readonly Cluster[], files: EdgeFiles): EdgeFiles {
  const names = new Set(clusters.map(({ name }) => fileNames.endpoints(name)));
  return readable(files, (name) => names.has(name));
}

const otherFiles = (files: EdgeFiles): EdgeFiles =>
  readable(files, (name) => fixedNames.has(name) || isCertificateFile(name));

// without what an interrupted write or removal has left behind, which the edge never acknowledges
const readable = (files: EdgeFiles, isWanted: (name: string) => boolean): EdgeFiles =>
  Object.fromEntries(Object.entries(files).filter(([name, content]) => isWanted(name) && isWhole(content)));

const byName = (a: Cluster, b: Cluster) => (a.name < b.name ? -1 : 1);

const fixedNames = new Set<string>(Object.values(fileNames).filter((name) => typeof name === 'string'));

function sameFiles(a: EdgeFiles, b: EdgeFiles): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
