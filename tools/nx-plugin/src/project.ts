import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the inference needs to know about a project. */
export type Project = { name: string; root: string; layer: string | undefined; hasDockerfile: boolean };

export function openProject(workspaceRoot: string, root: string): Project {
  const { name, nx } = JSON.parse(readFileSync(join(workspaceRoot, root, 'package.json'), 'utf8'));
  return {
    name: nx?.name ?? name,
    root,
    layer: layerOf(nx?.tags ?? []),
    hasDockerfile: existsSync(join(workspaceRoot, root, 'Dockerfile')),
  };
}

function layerOf(tags: string[]): string | undefined {
  return tags.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length);
}
