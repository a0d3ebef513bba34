import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type PublicKeys, readPublicKeys } from '@causeway/host';
import type { HostPlan, UserPlan } from '@causeway/plan';
import { Failure } from './failure.ts';
import { output } from './process.ts';
import type { Say } from './progress.ts';
import { workspace } from './workspace.ts';

/** The public keys of everybody who may log in; all that are missing are named at once. */
export async function findPublicKeys({ users }: HostPlan, root = workspace): Promise<PublicKeys> {
  const missing = users.filter(({ publicKey }) => !existsSync(join(root, publicKey)));
  if (missing.length > 0) throw new Failure('mistake', missing.map(missingKey).join('\n'));
  const read = users.map(async ({ name, publicKey }) => [name, await keysIn(publicKey, root)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** A new pair for everybody who has none here: for machines to try things on, since their private keys lie here as well. */
export async function makeMissingKeys({ users }: HostPlan, say: Say, root = workspace): Promise<void> {
  for (const { name, publicKey } of users.filter((user) => !existsSync(join(root, user.publicKey)))) {
    const file = join(root, publicKey.replace(/\.pub$/, ''));
    await mkdir(dirname(file), { recursive: true });
    const args = ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file];
    await output({ file: 'ssh-keygen', args, deadline: 20_000, task: `make a key for ${name}` });
    say(`a key for ${name}: ${publicKey}, and the private one beside it`);
  }
}

function missingKey({ name, publicKey }: UserPlan): string {
  return `server.users: the public key of ${name} is not there; put it at ${publicKey}, or make a pair: ssh-keygen -t ed25519 -f ${publicKey.replace(/\.pub$/, '')}`;
}

async function keysIn(publicKey: string, root: string): Promise<readonly string[]> {
  try {
    return readPublicKeys(publicKey, await readFile(join(root, publicKey), 'utf8'));
  } catch (error) {
    throw new Failure('mistake', `server.users: ${(error as Error).message}`);
  }
}
