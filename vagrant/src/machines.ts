import { join } from 'node:path';
import { ConfigError, loadPlatform } from '@causeway/config';
import { type MachinePlan, planFront, planMachines } from '@causeway/plan';
import { runProgram } from './program.ts';
import { target } from './target.ts';
import { workspace } from './workspace.ts';

/** All that the Vagrantfile knows. */
export interface DescribedMachines {
  readonly machines: readonly MachinePlan[];
  /** Path of the script that makes them into hosts. */
  readonly bootstrap: string;
  /** Of the balancer in front of several, and of their network. */
  readonly front?: string;
}

/** Cold, keys are made as well. */
const bootstrapDeadline = 60_000;

/** Writes the bootstrap, with key pairs for users who have none here, and says what the machines are to be. */
export async function describeMachines(): Promise<DescribedMachines> {
  const machines = await readMachines();
  const words = ['apps/cli/src/main.ts', 'bootstrap', '--target', target, '--make-keys', '--json'];
  const { file } = JSON.parse(await runProgram(words, bootstrapDeadline)) as { file: string };
  const front = planFront(await readPlatform(), target);
  return { machines, bootstrap: file, ...(front && { front: front.name }) };
}

/** As the config has them: at least one, all of one size. */
export async function readMachines(): Promise<readonly [MachinePlan, ...MachinePlan[]]> {
  const [first, ...others] = planMachines(await readPlatform(), target);
  if (first) return [first, ...others];
  throw new Error(`stacks/platform.config.ts: targets.${target} has no machine; write machine: {}`);
}

export async function readPlatform() {
  try {
    return await loadPlatform(join(workspace, 'stacks/platform.config.ts'));
  } catch (error) {
    if (error instanceof ConfigError) throw new Error(error.message);
    throw error;
  }
}
