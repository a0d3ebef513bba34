import type { MachineFacts } from './container.ts';
import { runProgram } from './program.ts';

/** Cold, it builds two images from Debian's packages. */
const deadline = 20 * 60_000;

/** Has set-up bring the image of a machine in a container. */
export async function setUpMachine(): Promise<MachineFacts> {
  return JSON.parse(await runProgram(['tools/setup/src/main.ts', '--for', 'machine', '--json'], deadline));
}
