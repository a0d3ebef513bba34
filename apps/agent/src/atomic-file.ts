import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const synced = promisify(fsync);

export interface Rights {
  readonly mode: number;
  /** Uid and gid; absent: ours. */
  readonly owner?: number;
}

const unfinished = '.unfinished';

/**
 * Temp file, fsync, rename: a reader sees the old content or the new, never half of it. On a full disk the old one stays.
 * Only the fsync waits for the disk, so only it leaves the thread: traffic waits for these writes on busy processors.
 */
export async function replaceFile(path: string, content: string, rights: Rights): Promise<void> {
  const temporary = `${path}.${randomUUID()}${unfinished}`;
  try {
    await writeWhole(temporary, content, rights);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw worded(path, error as NodeJS.ErrnoException);
  }
}

/** What a killed writer has left. */
export function removeUnfinished(directory: string): void {
  const left = readdirSync(directory).filter((name) => name.endsWith(unfinished));
  for (const name of left) rmSync(join(directory, name), { force: true });
}

async function writeWhole(path: string, content: string, { mode, owner }: Rights): Promise<void> {
  const file = openSync(path, 'wx', mode);
  try {
    // unlike one `write`, which a nearly full disk cuts short without an error
    writeFileSync(file, content);
    if (owner !== undefined) fchownSync(file, owner, owner);
    // without the process's mask
    fchmodSync(file, mode);
    await synced(file);
  } finally {
    closeSync(file);
  }
}

function worded(path: string, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') return error;
  return new Error(
    `${path}: the disk is full, and the file is as it was; make room, for example with "docker builder prune"`,
    { cause: error },
  );
}
