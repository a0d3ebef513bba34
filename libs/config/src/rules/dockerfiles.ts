import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';

/** Services that are built here need a Dockerfile. */
export function missingDockerfiles(draft: Draft, workspace: string): Mistake[] {
  return Object.entries(draft.services ?? {}).flatMap(([name, service]) => {
    const { project, context } = service ?? {};
    return [
      ...(project === undefined
        ? []
        : missing(['services', name, 'project'], project, `apps/${project}`, workspace)),
      ...(context === undefined ? [] : missing(['services', name, 'context'], context, context, workspace)),
    ];
  });
}

function missing(path: readonly string[], got: string, folder: string, workspace: string): Mistake[] {
  const file = join(folder, 'Dockerfile');
  if (existsSync(join(workspace, file))) return [];
  return [{ path, got, rule: `has no ${file}`, fix: 'write one there, or name another' }];
}
