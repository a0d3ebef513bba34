import { mkdir, writeFile } from 'node:fs/promises';
import { bootstrap } from '@causeway/host';
import { findPublicKeys } from './public-keys.ts';
import type { Target } from './target.ts';

/** Writes the script that prepares a machine of the target, and returns its path. It holds no secret. */
export async function writeBootstrap({ files, host }: Target): Promise<string> {
  const script = bootstrap(host, await findPublicKeys(host));
  await mkdir(files.folder, { recursive: true });
  await writeFile(files.bootstrap, script, { mode: 0o755 });
  return files.bootstrap;
}
