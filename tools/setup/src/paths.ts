import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** `tools/setup`. */
export const roomPath = resolve(import.meta.dirname, '..');
export const workspacePath = resolve(roomPath, '..', '..');
export const factsPath = join(workspacePath, '.causeway', 'setup.json');

export interface Cache {
  readonly root: string;
  /** Everything unfinished; emptied by whoever holds the lock. */
  readonly scratch: string;
}

export function userCache(env: NodeJS.ProcessEnv = process.env): Cache {
  const root = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'causeway');
  return { root, scratch: join(root, 'scratch') };
}
