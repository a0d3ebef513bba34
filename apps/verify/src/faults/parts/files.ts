import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Target } from '../../target.ts';
import { agentOf, lines } from '../docker.ts';
import type { Part } from '../snapshot.ts';

/** All files of the agent's state and of the edge by their content, and what the commands keep of the target here. */
export const files: Part = async (target) => ({ ...(await onHost(target)), ...here(target) });

async function onHost(target: Target): Promise<Record<string, string>> {
  const folders = ['/var/lib/causeway', '/etc/envoy/dynamic', '/run/causeway/edge', '/tmp'];
  const find = ['find', ...folders, '-type', 'f', '-exec', 'sha256sum', '{}', '+'];
  const found = await lines(target, ['exec', agentOf(target), ...find]);
  return Object.fromEntries(found.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** Terraform's own folders are made again from the plan at each deploy. */
function here({ folder, name }: Target): Record<string, string> {
  const locks = [`${name}.lock`, `${name}.holder.json`].map((file) => join(dirname(folder), file));
  const kept = ['plan.json', 'ca.crt'].map((file) => join(folder, file));
  const present = [...kept, ...locks].filter((file) => existsSync(file));
  return Object.fromEntries(
    present.map((file) => [`here ${file.slice(dirname(folder).length + 1)}`, hashOf(file)]),
  );
}

function hashOf(file: string): string {
  // the command's lock is a folder
  const content = file.endsWith('.lock') ? readdirSync(file).join() : readFileSync(file);
  return createHash('sha256').update(content).digest('hex');
}
