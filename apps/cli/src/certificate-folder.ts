import { stat } from 'node:fs/promises';
import type { Plan } from '@causeway/plan';
import { Failure } from './failure.ts';
import { run } from './process.ts';

/** `test` over ssh. */
const lookDeadline = 20_000;
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
  if (host.startsWith('ssh://')) return isThereOver(new URL(host), folder);
  if (!host.startsWith('unix://')) return true;
  return stat(folder).then(
    (found) => found.isDirectory(),
    ({ code }) => code !== 'ENOENT',
  );
}

/** The way that the `docker` command goes as well; the other end's shell reads the folder's name. */
async function isThereOver({ hostname, port, username }: URL, folder: string): Promise<boolean> {
  const quoted = `'${folder.replaceAll("'", "'\\''")}'`;
  const options = [...(port ? ['-p', port] : []), ...(username ? ['-l', username] : [])];
  const { exitCode } = await run({
    file: 'ssh',
    args: [...options, '--', hostname, 'test', '-d', quoted],
    deadline: lookDeadline,
    task: `look for the certificates of ${hostname}`,
  });
  return exitCode !== isNot;
}
