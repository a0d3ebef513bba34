import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';

/** A folder that is misspelt would be a check of nothing. */
export function missingMigrationFolders(draft: Draft, workspace: string): Mistake[] {
  return Object.entries(draft.services ?? {}).flatMap(([name, service]): Mistake[] => {
    const folder = service?.migrations;
    if (folder === undefined || isFolder(join(workspace, folder))) return [];
    const path = ['services', name, 'migrations'];
    return [{ path, got: folder, rule: 'is no folder here', fix: 'make it, or name another' }];
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
