import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Says so where it may not: a full disk cannot be tried there. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder]);
    return true;
  } catch (error) {
    console.warn(`NO FULL DISK IS TRIED: nothing can be mounted here (${(error as Error).message.trim()})`);
    return false;
  } finally {
    rmdirSync(folder);
  }
}
