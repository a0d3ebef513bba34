import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const configFile = 'stacks/platform.config.ts';

/** The names of the platform's targets, in the order of the config; throws when it cannot be loaded. */
export async function readTargetNames(workspaceRoot: string): Promise<string[]> {
  const path = join(workspaceRoot, configFile);
  // a module is loaded once per address, and Nx's daemon outlives an edit
  const { default: platform } = await import(`${pathToFileURL(path)}?${statSync(path).mtimeMs}`);
  return Object.keys(platform.targets);
}
