import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { Failure } from './failure.ts';
import { interruption } from './interruption.ts';
import type { Say } from './progress.ts';
import { stateFolder, type TargetFiles } from './workspace.ts';

/** A run that was killed stops renewing its lock; after this long it counts as dead. */
const stale = 10_000;
const lookAgainAfter = 1000;
/** Long enough to outlive a killed run's lock, too short to queue behind a deploy that works. */
const looks = 12;

/** A build waits for another of the same image to its end; nobody else has to. */
const buildLooks = 20 * 60;

/** Where a lock is, and what it keeps others from. */
interface Lock {
  readonly path: string;
  /** Who has it. */
  readonly holder: string;
  readonly looks: number;
  /** Completes "another run …". */
  readonly isBusy: string;
}

/** Runs `work` as the only deploy or destroy of the target on this machine. */
export async function withTargetLock<T>(
  { lock: path, holder }: Pick<TargetFiles, 'lock' | 'holder'>,
  command: string,
  say: Say,
  work: () => Promise<T>,
): Promise<T> {
  return await holding({ path, holder, looks, isBusy: 'works on this target' }, command, say, work);
}

/** Runs `work` as the only build of that image in this workspace: two would make two images of the same content. */
export async function withBuildLock<T>(
  tag: string,
  say: Say,
  work: () => Promise<T>,
  root = stateFolder,
): Promise<T> {
  const lock = buildLock(root, `build-${tag.replace(/\W+/g, '-')}`, `builds ${tag}`);
  return await holding(lock, `build ${tag}`, say, work);
}

/** Runs `work` as the only one in this workspace that makes or reads bundles. */
export async function withBundleLock<T>(say: Say, work: () => Promise<T>, root = stateFolder): Promise<T> {
  const lock = buildLock(root, 'bundles', 'bundles projects of this workspace');
  return await holding(lock, 'bundles', say, work);
}

function buildLock(folder: string, name: string, isBusy: string): Lock {
  const [path, holder] = [join(folder, `${name}.lock`), join(folder, `${name}.holder.json`)];
  return { path, holder, looks: buildLooks, isBusy };
}

async function holding<T>(lock: Lock, command: string, say: Say, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock.path), { recursive: true, mode: 0o700 });
  const release = await acquire(lock, say);
  try {
    await writeFile(lock.holder, JSON.stringify({ command, pid: process.pid, machine: hostname() }));
    return await work();
  } finally {
    await rm(lock.holder, { force: true });
    await release().catch(() => undefined);
  }
}

async function acquire({ path, holder, looks, isBusy }: Lock, say: Say): Promise<() => Promise<void>> {
  for (let look = 0; ; look += 1) {
    const release = await tryLock(path);
    if (release) return release;
    const other = await holderOf(holder);
    if (look === 0) say(`waiting for ${other} to end`);
    if (look === looks)
      throw new Failure('obstacle', `${other} ${isBusy}; wait for it to end and run the command again`);
    await pause(lookAgainAfter, undefined, { signal: interruption });
  }
}

/** Undefined while another run has it. */
async function tryLock(path: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(path, { lockfilePath: path, realpath: false, stale });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ELOCKED') return undefined;
    throw new Failure('obstacle', `${path}: cannot be made (${message}); make its folder writable for you`);
  }
}

async function holderOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (!text) return 'another run';
  const { command, pid, machine } = JSON.parse(text);
  return `another run (${command}, process ${pid} on ${machine})`;
}
