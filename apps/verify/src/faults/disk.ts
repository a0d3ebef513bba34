import { execa } from 'execa';
import type { Target } from '../target.ts';
import type { Mend } from './classes/failure-class.ts';
import { agentOf, docker, prefixOf } from './docker.ts';

/** A disk of its own for the agent's state, with less room than a release asks for. */
const size = '300m';

/** Puts the agent's state on a disk that is nearly full. A string says why that cannot be done here. */
export async function fillDisk(target: Target): Promise<Mend | string> {
  if (target.there) return 'the engine is on another machine';
  if (process.getuid?.() !== 0) return 'only root may mount a disk';
  const volume = await docker(target, [
    'volume',
    'inspect',
    '-f',
    '{{.Mountpoint}}',
    `${prefixOf(target)}-agent`,
  ]);
  await whileAgentIsAway(target, () => coverWithSmallDisk(volume));
  return () => whileAgentIsAway(target, () => uncover(volume));
}

async function whileAgentIsAway(target: Target, work: () => Promise<void>): Promise<void> {
  await docker(target, ['stop', agentOf(target)]);
  await work();
  await docker(target, ['start', agentOf(target)]);
}

async function coverWithSmallDisk(volume: string): Promise<void> {
  const copy = `${volume}.copy`;
  await execa('cp', ['-a', volume, copy]);
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', volume]);
  await execa('cp', ['-a', `${copy}/.`, volume]);
  await execa('rm', ['-rf', copy]);
}

/** What was written meanwhile stays. */
async function uncover(volume: string): Promise<void> {
  const copy = `${volume}.copy`;
  await execa('cp', ['-a', volume, copy]);
  await execa('umount', [volume]);
  await execa('find', [volume, '-mindepth', '1', '-delete']);
  await execa('cp', ['-a', `${copy}/.`, volume]);
  await execa('rm', ['-rf', copy]);
}
