import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';

/** The same for the same files, Dockerfile and build arguments, on any machine; modification times do not count. */
export async function hashContext(
  context: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(settings).sort()));
  for (const path of await contextFiles(context)) hash.update(await fingerprint(context, path));
  return hash.digest('hex');
}

/** Paths that a build of this folder sees, sorted. The Dockerfile counts even where it is ignored. */
export async function contextFiles(context: string): Promise<string[]> {
  const rules = await readRules(context);
  const keeps = dockerignore.default({ ignorecase: false }).add(rules).createFilter();
  const prunes = !rules.some((rule) => rule.startsWith('!'));
  const found: string[] = [];
  await walk('');
  return found.sort();

  async function walk(folder: string): Promise<void> {
    for (const entry of await readdir(join(context, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      const kept = path === 'Dockerfile' || keeps(path);
      if (entry.isDirectory() && (kept || !prunes)) await walk(path);
      if (kept && !entry.isDirectory()) found.push(path);
    }
  }
}

async function readRules(context: string): Promise<string[]> {
  const text = await readFile(join(context, '.dockerignore'), 'utf8').catch(whenMissing(''));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'));
}

async function fingerprint(context: string, path: string): Promise<string> {
  const file = join(context, path);
  const stats = await lstat(file);
  const content = stats.isSymbolicLink() ? await readlink(file) : await readFile(file);
  const kind = stats.isSymbolicLink() ? 'link' : stats.mode & 0o111 ? 'program' : 'file';
  return `${kind}\0${path}\0${createHash('sha256').update(content).digest('hex')}\n`;
}

function whenMissing<T>(value: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
