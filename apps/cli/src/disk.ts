import { statfs } from 'node:fs/promises';
import { docker } from './docker.ts';
import { Failure } from './failure.ts';
import { workspace } from './workspace.ts';

const MiB = 1024 ** 2;
/** One image and the layers of its build, twice over. */
const leastFree = 1024 * MiB;

/** Bytes that are free where the engine keeps its images, or here where that cannot be seen. */
export async function lookAtDisk(engine: { host: string; desktop: boolean }): Promise<number> {
  const folder = await imageFolder(engine);
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(workspace));
  const free = bavail * bsize;
  if (free >= leastFree) return free;
  throw new Failure(
    'obstacle',
    `${folder}: ${Math.floor(free / MiB)} MiB free, and images need ${leastFree / MiB} MiB; make room, e.g. with \`docker image prune\``,
  );
}

async function imageFolder({ host, desktop }: { host: string; desktop: boolean }): Promise<string> {
  if (desktop || !host.startsWith('unix://')) return workspace;
  return await docker(host, ['info', '--format', '{{.DockerRootDir}}'], {
    task: 'look where the engine keeps images',
  });
}
