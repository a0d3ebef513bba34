import { execa } from 'execa';
import { workspace } from '../target.ts';

const onProof = ['--target', 'releases', '--config', 'apps/verify/src/releases/platform.config.ts'];
const withOtherEdge = ['--other-config', 'apps/verify/src/releases/other-edge.config.ts'];

/** Brings up a platform of its own with a neighbour, proves the releases on it, and takes it away whatever comes out. */
process.exitCode = (await run('cli', 'deploy')) || (await run('verify', ...proof()));
process.exitCode = (await run('cli', 'destroy', '--yes')) || process.exitCode;

function proof(): string[] {
  return ['--only', 'releases', '--service', 'palindrom', ...withOtherEdge, ...process.argv.slice(2)];
}

async function run(app: 'cli' | 'verify', ...args: readonly string[]): Promise<number> {
  const { exitCode = 1 } = await execa('node', [`apps/${app}/src/main.ts`, ...args, ...onProof], {
    cwd: workspace,
    preferLocal: true,
    stdio: 'inherit',
    reject: false,
  });
  return exitCode;
}
