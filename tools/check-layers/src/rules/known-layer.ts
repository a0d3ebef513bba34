import { layers } from '../layers.ts';
import { layerTags, type Workspace } from '../workspace.ts';

/** Every layer has a row in the table. */
export function knownLayer({ projects }: Workspace): string[] {
  return projects.flatMap((project) =>
    layerTags(project)
      .filter((layer) => !Object.hasOwn(layers, layer))
      .map(
        (layer) =>
          `${project.root}/package.json: there is no layer "${layer}"; write one of ${Object.keys(layers).join(', ')}, ` +
          'or add a row to tools/check-layers/src/layers.ts and say why in docs/decisions/',
      ),
  );
}
