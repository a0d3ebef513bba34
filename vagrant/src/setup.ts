import type { MachineFacts } from './container.ts';
import { runProgram } from './program.ts';

/** Cold, it builds two images from Debian's packages. */
const deadline = 20 * 60_000;

/** Has set-up bring the image of the balancer, which is the edge's. */
export async function setUpFront(): Promise<{ readonly image: string }> {
  return JSON.parse(await runProgram(['tools/setup/src/main.ts', '--for', 'front', '--json'], deadline));
}

/** Has set-up bring Vagrant and the image of a machine in a container, or that image alone. */
export async function setUpMachine(what: 'machine' | 'machine-image' = 'machine'): Promise<MachineFacts> {
  return JSON.parse(await runProgram(['tools/setup/src/main.ts', '--for', what, '--json'], deadline));
}
