import { statfs } from 'node:fs/promises';
import { isRemote } from '@causeway/connection';
import { lookThere } from './connections.ts';
import { docker, tryDocker } from './docker.ts';
import { Failure } from './failure.ts';
import { workspace } from './workspace.ts';

const MiB = 1024 ** 2;
/** One image and the layers of its build, twice over. */
const leastFree = 1024 * MiB;

export interface EnginePlace {
  readonly host: string;
  readonly desktop: boolean;
}

interface Space {
  readonly place: string;
  /** Bytes. */
  readonly free: number;
}

/** Bytes that are free where the engine keeps its images, or here where that cannot be seen; too few end the command. */
export async function lookAtDisk(engine: EnginePlace): Promise<number> {
  const { place, free } = (await findSpace(engine)) ?? (await spaceHere(workspace));
  if (free < leastFree) throw await tooFull(engine, { place, free });
  return free;
}

async function findSpace({ host, desktop }: EnginePlace): Promise<Space | undefined> {
  // the engine of a desktop has a disk of its own, which grows
  if (desktop) return undefined;
  const root = await docker(host, ['info', '--format', '{{.DockerRootDir}}'], {
    task: 'look where the engine keeps images',
  });
  if (isRemote(host)) return await spaceThere(host, root);
  return host.startsWith('unix://') ? await spaceHere(root).catch(() => undefined) : undefined;
}

async function spaceHere(place: string): Promise<Space> {
  const { bavail, bsize } = await statfs(place);
  return { place, free: bavail * bsize };
}

async function spaceThere(host: string, root: string): Promise<Space | undefined> {
  const { exitCode, stdout } = await lookThere(host, ['df', '-Pk', root], `look at the disk of ${host}`);
  const free = freeOf(stdout);
  return exitCode === 0 && free !== undefined ? { place: `${host}:${root}`, free } : undefined;
}

/** Bytes, of what `df -Pk` prints about one folder. */
export function freeOf(table: string): number | undefined {
  const kibibytes = Number(table.trim().split('\n').at(-1)?.split(/\s+/)[3]);
  return Number.isNaN(kibibytes) ? undefined : kibibytes * 1024;
}

async function tooFull({ host }: EnginePlace, { place, free }: Space): Promise<Failure> {
  return new Failure(
    'obstacle',
    `${place}: ${Math.floor(free / MiB)} MiB free, and images need ${leastFree / MiB} MiB\n${await pruneAdvice(host)}`,
  );
}

/** What can go without harm, with what it brings. Images of earlier releases have tags and stay: `rollback` needs them. */
async function pruneAdvice(host: string): Promise<string> {
  const { stdout } = await tryDocker(host, ['system', 'df', '--format', '{{.Type}}: {{.Reclaimable}}'], {
    task: 'look what can be pruned',
  });
  const lines = stdout.split('\n').filter((line) => /^(Images|Build Cache):/.test(line));
  return [
    'Make room: `docker builder prune` takes the build cache, `docker image prune` images without a tag.',
    'Not `docker image prune --all`: it also takes the images that `rollback` goes back to.',
    ...(lines.length > 0 ? [`Not in use by a container: ${lines.join('; ')}`] : []),
  ].join('\n');
}
