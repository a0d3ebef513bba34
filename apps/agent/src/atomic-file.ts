import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Rights {
  readonly mode: number;
  /** Uid and gid; absent: ours. */
  readonly owner?: number;
}

const unfinished = '.unfinished';

/** Temp file, fsync, rename: a reader sees the old content or the new, never half of it. On a full disk the old one stays. */
export async function replaceFile(path: string, content: string, rights: Rights): Promise<void> {
  const temporary = `${path}.${randomUUID()}${unfinished}`;
  try {
    await writeWhole(temporary, content, rights);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw worded(path, error as NodeJS.ErrnoException);
  }
}

/** What a killed writer has left. */
export function removeUnfinished(directory: string): void {
  const left = readdirSync(directory).filter((name) => name.endsWith(unfinished));
  for (const name of left) rmSync(join(directory, name), { force: true });
}

async function writeWhole(path: string, content: string, rights: Rights): Promise<void> {
  const file = await open(path, 'wx', rights.mode);
  try {
    await fill(file, content, rights);
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, content: string, { mode, owner }: Rights): Promise<void> {
  // unlike one `write`, which a nearly full disk cuts short without an error
  await file.writeFile(content);
  if (owner !== undefined) await file.chown(owner, owner);
  // without the process's mask
  await file.chmod(mode);
  await file.sync();
}

function worded(path: string, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') return error;
  return new Error(
    `${path}: the disk is full, and the file is as it was; make room, for example with "docker builder prune"`,
    { cause: error },
  );
}
