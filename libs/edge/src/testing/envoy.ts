import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusalReason } from '../validation.ts';

const version = '1.40.0';

/** Path of the real binary: `CAUSEWAY_ENVOY`, or where the set-up puts it. */
export function envoyBinary(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const path = process.env.CAUSEWAY_ENVOY || join(cache, 'causeway', 'envoy', version, 'envoy');
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    throw new Error(`${path}: no Envoy ${version}; run the set-up, or point CAUSEWAY_ENVOY at a binary`);
  }
}

/** What the real binary says to a static configuration: `OK`, or why it refuses. */
export function validate(config: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'causeway-edge-'));
  const path = join(directory, 'config.json');
  writeFileSync(path, config, { mode: 0o600 });
  try {
    execFileSync(envoyBinary(), [...validateArguments, path], { encoding: 'utf8', stdio: 'pipe' });
    return 'OK';
  } catch (error) {
    return refusalReason((error as { stderr?: string }).stderr || String(error));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const validateArguments = ['--mode', 'validate', '--disable-hot-restart', '--log-level', 'warning', '-c'];
