import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import lockfile from 'proper-lockfile';
import { Failure } from './failure.ts';
import type { Say } from './progress.ts';
import type { TargetFiles } from './workspace.ts';

/** A run that was killed stops renewing its lock; after this long it counts as dead. */
const stale = 10_000;
const lookAgainAfter = 1000;
/** Long enough to outlive a killed run's lock, too short to queue behind a deploy that works. */
const looks = 12;

/** Runs `work` as the only deploy or destroy of the target on this machine. */
export async function withTargetLock<T>(
  files: TargetFiles,
  command: string,
  say: Say,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(files.lock), { recursive: true, mode: 0o700 });
  const release = await acquire(files, say);
  try {
    await writeFile(files.holder, JSON.stringify({ command, pid: process.pid, machine: hostname() }));
    return await work();
  } finally {
    await rm(files.holder, { force: true });
    await release().catch(() => undefined);
  }
}

async function acquire(files: TargetFiles, say: Say): Promise<() => Promise<void>> {
  const lock = (retries: object | number) =>
    lockfile.lock(files.folder, { lockfilePath: files.lock, realpath: false, stale, retries });
  try {
    return await lock(0);
  } catch {
    say(`waiting for ${await holderOf(files)} to end`);
    return await lock({ retries: looks, factor: 1, minTimeout: lookAgainAfter }).catch(async () => {
      throw new Failure(
        'obstacle',
        `${await holderOf(files)} works on this target; wait for it to end and run the command again`,
      );
    });
  }
}

async function holderOf(files: TargetFiles): Promise<string> {
  const text = await readFile(files.holder, 'utf8').catch(() => undefined);
  if (!text) return 'another run';
  const { command, pid, machine } = JSON.parse(text);
  return `another run (${command}, process ${pid} on ${machine})`;
}
