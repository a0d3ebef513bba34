import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { serverAccount } from './account.ts';

/** A directory that the servers' account may write to; whoever asks removes it. */
export function serverDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'palindrom-'));
  const { uid, gid } = serverAccount();
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
  return directory;
}

/** A directory for the running test alone. */
export function testDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'palindrom-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
