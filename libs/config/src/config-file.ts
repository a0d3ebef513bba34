import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ConfigError } from './config-error.ts';

export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the workspace. */
  readonly name: string;
  /** Absolute path of the folder with `nx.json`, or of the file's own folder where there is none. */
  readonly workspace: string;
  readonly text: string;
  readonly digest: string;
}

export function openConfig(file: string): ConfigFile {
  const path = resolve(file);
  const workspace = workspaceOf(dirname(path)) ?? dirname(path);
  const name = relative(workspace, path);
  const text = read(path, name);
  return { path, name, workspace, text, digest: createHash('sha256').update(text).digest('hex') };
}

function workspaceOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : workspaceOf(parent);
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'cannot be read';
    throw new ConfigError([
      {
        file: name,
        path: '',
        message: `${reason}; write one that ends in export default definePlatform({ … }), or name another`,
      },
    ]);
  }
}
