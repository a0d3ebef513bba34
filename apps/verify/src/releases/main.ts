import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { scenarioUsage } from '../options.ts';
import { folderOf, workspace } from '../target.ts';

const onProof = ['--target', 'releases', '--config', 'apps/verify/src/releases/platform.config.ts'];
const inWorkspace = { cwd: workspace, preferLocal: true, reject: false } as const;
const withOtherEdge = ['--other-config', 'apps/verify/src/releases/other-edge.config.ts'];

const usage = `node apps/verify/src/releases/main.ts [options]

Brings up a platform of its own with a neighbour, proves the releases on it under load, and takes it away whatever comes
out. The reports are kept in .causeway/proof-of-releases.

${scenarioUsage}
  --help              this text

Exit code 0: everything holds. 1: something does not. 2: it could not be looked at.`;

if (process.argv.includes('--help')) console.log(usage);
else await prove();

async function prove(): Promise<void> {
  process.exitCode = (await run('cli', 'deploy')) || (await run('verify', ...proof()));
  await keepReports();
  process.exitCode = (await run('cli', 'destroy', '--yes')) || process.exitCode;
}

function proof(): string[] {
  return ['--only', 'releases', '--service', 'palindrom', ...withOtherEdge, ...process.argv.slice(2)];
}

/** What belongs to a target goes with it. */
async function keepReports(): Promise<void> {
  const kept = join(workspace, '.causeway/proof-of-releases');
  for (const file of globSync('{releases-*.html,verify.json}', { cwd: folderOf('releases') }))
    cpSync(join(folderOf('releases'), file), join(kept, file));
  const history = await execa('node', ['apps/cli/src/main.ts', 'history', '--json', ...onProof], inWorkspace);
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, 'history.json'), history.stdout);
  console.log(`\nThe reports are kept in ${kept}`);
}

async function run(app: 'cli' | 'verify', ...args: readonly string[]): Promise<number> {
  const command = [`apps/${app}/src/main.ts`, ...args, ...onProof];
  const { exitCode = 1 } = await execa('node', command, { ...inWorkspace, stdio: 'inherit' });
  return exitCode;
}
