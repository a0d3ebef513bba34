import { mkdirSync, rmSync } from 'node:fs';
import { lock } from 'proper-lockfile';
import type { Cache } from './paths.ts';

/** One set-up acts at a time; the lock of one that died ends by itself after ten seconds. */
export async function alone<T>(cache: Cache, onWait: () => void, act: () => Promise<T>): Promise<T> {
  mkdirSync(cache.root, { recursive: true });
  const release = await take(cache, onWait);
  try {
    rmSync(cache.scratch, { recursive: true, force: true });
    return await act();
  } finally {
    await release();
  }
}

async function take({ root }: Cache, onWait: () => void): Promise<() => Promise<void>> {
  const options = { lockfilePath: `${root}/setup.lock`, stale: 10_000, update: 2000 };
  try {
    return await lock(root, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    onWait();
    return await lock(root, {
      ...options,
      retries: { retries: 7200, factor: 1, minTimeout: 500, maxTimeout: 500 },
    });
  }
}
