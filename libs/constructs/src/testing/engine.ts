import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '@causeway/plan';

/** What set-up left for the commands; the agent's own image is made later, so its base stands in. */
export function readSetup(): { facts: Facts; terraform: Setup['terraform'] } {
  const { engine, images, terraform } = JSON.parse(read(setupFile)) as Setup;
  const { node, edge, postgres, redis } = images;
  const ids = { agent: node.id, edge: edge.id, postgres: postgres.id, redis: redis.id };
  return { facts: { engine, images: ids }, terraform };
}

const setupFile = join(import.meta.dirname, '../../../../.causeway/setup.json');

interface Setup {
  readonly engine: Facts['engine'];
  readonly images: Record<'node' | 'edge' | 'postgres' | 'redis', { readonly id: string }>;
  readonly terraform: {
    readonly bin: string;
    readonly cliConfigFile?: string;
    readonly dockerProviderVersion: string;
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file}: set-up has not left its facts; run npm test at the root once`, { cause });
  }
}

/** The output of `docker` on the engine at `host`, trimmed. */
export function docker(host: string, ...args: string[]): string {
  const env = { ...process.env, DOCKER_HOST: host };
  return execFileSync('docker', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
