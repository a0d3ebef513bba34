import { join, resolve } from 'node:path';
import { execa } from 'execa';
import type { MachineFacts } from './container.ts';

const workspace = resolve(import.meta.dirname, '../..');

/** Cold, it builds two images from Debian's packages. */
const deadline = 20 * 60_000;

/** Has set-up bring the image of a machine in a container; its progress goes to standard error. */
export async function setUpMachine(): Promise<MachineFacts> {
  const program = join(workspace, 'tools/setup/src/main.ts');
  const { stdout } = await execa(process.execPath, [program, '--for', 'machine', '--json'], {
    cwd: workspace,
    stdin: 'ignore',
    stderr: 'inherit',
    timeout: deadline,
  });
  return JSON.parse(stdout);
}
