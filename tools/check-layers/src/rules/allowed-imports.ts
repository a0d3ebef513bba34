import { layers } from '../layers.ts';
import { type Import, layerOf, type Workspace } from '../workspace.ts';

/** Imports between projects go only where the table lets them; what has no layer, or none known, is named elsewhere. */
export function allowedImports({ imports }: Workspace): string[] {
  return imports.flatMap(judge);
}

function judge({ file, from, to }: Import): string[] {
  if (!('project' in to)) return [];
  const [source, target] = [layerOf(from), layerOf(to.project)];
  const allowed = source === undefined ? undefined : layers[source];
  if (allowed === undefined || target === undefined || allowed.includes(target)) return [];
  const list = allowed.length > 0 ? `only ${allowed.join(', ')}` : 'no other project';
  return [
    `${file}: ${from.name} imports ${to.project.name}, but the layer ${source} may import ${list}; ` +
      'pass the value in from above, or move what both need to a layer that both may import',
  ];
}
