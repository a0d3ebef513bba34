import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Replaces the file at once or not at all. */
export function writeWhole(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, content);
  sync(unfinished);
  renameSync(unfinished, path);
}

/** Fills an unfinished folder in the scratch and moves it to its place; what is in place is therefore whole. */
export async function fillWhole(
  path: string,
  scratch: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  await withScratch(scratch, async (folder) => {
    await fill(folder);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { recursive: true, force: true });
    renameSync(folder, path);
  });
}

/** A folder that is gone afterwards. */
export async function withScratch<T>(scratch: string, use: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'part-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
