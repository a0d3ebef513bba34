import { createProjectGraphAsync, type FileData, type ProjectGraph } from '@nx/devkit';
import { fileDataDepTarget, readFileMapCache } from '@nx/devkit/internal';
import { sourceImports } from './source-imports.ts';
import { type Import, isSource, type Project, type Workspace } from './workspace.ts';

/** Reads the Nx workspace that holds the current folder. */
export async function readWorkspace(): Promise<Workspace> {
  // the daemon may answer with the graph of a moment ago
  process.env.NX_DAEMON = 'false';
  const graph = await createProjectGraphAsync({ exitOnError: false });
  const projects = new Map(Object.values(graph.nodes).map((node) => [node.name, openProject(node)]));
  const files = filesOf(projects);
  const inGraph = files.flatMap(([from, file]) => graphImports(file, from, projects));
  const written = files.flatMap(([from, { file }]) =>
    isSource(file) ? sourceImports(file, from, [...projects.values()]) : [],
  );
  return {
    projects: [...projects.values()],
    imports: [...inGraph, ...written],
    sourcesRead: inGraph.some(({ file }) => isSource(file)),
  };
}

function openProject({ name, data }: ProjectGraph['nodes'][string]): Project {
  return { name, root: data.root, packageName: data.metadata?.js?.packageName, tags: data.tags ?? [] };
}

function filesOf(projects: Map<string, Project>): [Project, FileData][] {
  const files = readFileMapCache()?.fileMap.projectFileMap ?? {};
  return [...projects.values()].flatMap((project) =>
    (files[project.name] ?? []).map((file): [Project, FileData] => [project, file]),
  );
}

function graphImports(
  { file, deps = [] }: FileData,
  from: Project,
  projects: Map<string, Project>,
): Import[] {
  return deps
    .map(fileDataDepTarget)
    .filter((target) => target !== from.name)
    .map((target) => {
      const project = projects.get(target);
      return { file, from, to: project ? { project } : { package: target.replace(/^npm:/, '') } };
    });
}
