import type { Target } from '../target.ts';
import type { Mend } from './classes/failure-class.ts';
import { agentOf, docker } from './docker.ts';

const file = '/var/lib/causeway/certificate.json';

/** Gives the certificate in the agent's state a key that is another's. */
export async function breakCertificate(target: Target): Promise<Mend> {
  const good = await docker(target, ['exec', agentOf(target), 'cat', file]);
  await write(target, JSON.stringify({ ...JSON.parse(good), key: await anotherKey(target) }, null, 2));
  return () => write(target, good);
}

async function anotherKey(target: Target): Promise<string> {
  const authority = await docker(target, [
    'exec',
    agentOf(target),
    'cat',
    '/var/lib/causeway/authority.json',
  ]);
  return JSON.parse(authority).key;
}

async function write(target: Target, content: string): Promise<void> {
  await docker(target, ['exec', '-i', agentOf(target), 'sh', '-c', `cat > ${file}`], `${content}\n`);
}
