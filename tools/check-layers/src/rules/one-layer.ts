import { layerTags, type Workspace } from '../workspace.ts';

/** Every project says exactly once which layer it is in. */
export function oneLayer({ projects }: Workspace): string[] {
  return projects.flatMap((project) => {
    const layers = layerTags(project);
    if (layers.length === 1) return [];
    const found = layers.length === 0 ? 'no layer tag' : `${layers.length} layer tags (${layers.join(', ')})`;
    return `${project.root}/package.json: ${project.name} has ${found}; write one "layer:<name>" in "nx.tags"`;
  });
}
