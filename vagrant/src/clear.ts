import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { label, machinesFolder, target, usualTarget } from './target.ts';
import { workspace } from './workspace.ts';

/** For the removal of a machine with its disk on a busy computer. Milliseconds. */
const deadline = 100_000;

/**
 * Removes the containers that are machines of the target, whichever clone has made them, and what is known of them here: tests
 * that were cut short leave a machine behind, which holds its ports.
 */
async function clear(): Promise<void> {
  if (target === usualTarget)
    throw new Error(`clear: the machines of target ${target} are yours; \`vagrant destroy\` removes them`);
  const machines = await docker('ps', '--all', '--quiet', '--filter', `label=${label}=${target}`);
  if (machines.length > 0) await docker('rm', '--force', '--volumes', ...machines);
  for (const folder of [join(workspace, '.causeway', target), machinesFolder])
    await rm(folder, { recursive: true, force: true });
  console.log(`${machines.length} machines of an earlier run were there`);
}

/** The lines that it prints. */
async function docker(...args: string[]): Promise<string[]> {
  const { stdout } = await execa('docker', args, { timeout: deadline });
  return stdout.split('\n').filter(Boolean);
}

try {
  await clear();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
