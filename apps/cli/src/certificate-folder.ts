import { stat } from 'node:fs/promises';
import { isRemote } from '@causeway/connection';
import type { Plan } from '@causeway/plan';
import { lookThere } from './connections.ts';
import { Failure } from './failure.ts';

/** The exit code of `test` when something is not so; others are ssh's or the shell's. */
const isNot = 1;

/** Without the host's folder of certificates the engine would refuse the new agent, when the old one is gone. */
export async function lookAtCertificateFolder({ engine: { host }, edge: { tls } }: Plan): Promise<void> {
  if (tls.mode !== 'files' || (await isThere(host, tls.source))) return;
  throw new Failure(
    'obstacle',
    `${tls.source}: there is no such folder on the host of ${host}, and the config has its certificates there; make it and put them in, or write another one as \`tls.directory\``,
  );
}

/** True as well where nobody can look. */
async function isThere(host: string, folder: string): Promise<boolean> {
  if (isRemote(host)) return isThereOver(host, folder);
  if (!host.startsWith('unix://')) return true;
  return stat(folder).then(
    (found) => found.isDirectory(),
    ({ code }) => code !== 'ENOENT',
  );
}

async function isThereOver(host: string, folder: string): Promise<boolean> {
  const { exitCode } = await lookThere(host, ['test', '-d', folder], `look for the certificates of ${host}`);
  return exitCode !== isNot;
}
