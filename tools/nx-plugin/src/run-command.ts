import { spawn } from 'node:child_process';
import type { ExecutorContext } from '@nx/devkit';

/** The options are what Nx read from the command line; `__unparsed__` is the same as it was typed. */
type Options = { argv: string[]; platformTarget?: string; __unparsed__: string[] };

/** Runs a command of ours in this terminal, with everything after Nx's own options handed on. */
export default async function runCommand(options: Options, { root }: ExecutorContext) {
  const { argv, platformTarget, __unparsed__: typed } = options;
  const onTarget = platformTarget === undefined ? [] : ['--target', platformTarget];
  const child = spawn(process.execPath, [...argv, ...onTarget, ...typed], { cwd: root, stdio: 'inherit' });
  // Ctrl-C reaches the whole group; the command decides when it has cleaned up
  process.on('SIGINT', () => {});
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  return { success: code === 0 };
}
