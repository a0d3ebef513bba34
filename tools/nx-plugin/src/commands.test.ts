import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkspaceCopy } from './workspace-copy.ts';

let workspace: WorkspaceCopy;

beforeAll(async () => {
  workspace = await WorkspaceCopy.make();
  // says what it is started with, and ends as it is told
  const echo =
    "console.log('started', JSON.stringify(process.argv.slice(2)));\nprocess.exitCode = Number(process.env.CODE ?? 0);\n";
  writeFileSync(join(workspace.root, 'apps/cli/src/main.ts'), echo);
  writeFileSync(join(workspace.root, 'apps/verify/src/main.ts'), echo);
  writeFileSync(join(workspace.root, 'apps/verify/src/edge/main.ts'), echo);
  writeFileSync(join(workspace.root, 'apps/verify/src/faults/main.ts'), echo);
});

afterAll(() => workspace.remove());

test.each([
  ['run stacks:status', ['status', '--target', 'local']],
  [
    'run stacks:destroy -c rehearsal --yes --keep-data',
    ['destroy', '--target', 'rehearsal', '--yes', '--keep-data'],
  ],
  ['run stacks:deploy:rehearsal', ['deploy', '--target', 'rehearsal']],
  ['run stacks:logs palindrom -f --tail=5', ['logs', '--target', 'local', 'palindrom', '-f', '--tail=5']],
  ['run palindrom:image', ['image', 'palindrom', '--target', 'local']],
  ['run palindrom:release -c rehearsal', ['release', 'palindrom', '--target', 'rehearsal']],
  [
    'run palindrom:maintenance on -c rehearsal --retry-after 120s',
    ['maintenance', 'palindrom', '--target', 'rehearsal', 'on', '--retry-after', '120s'],
  ],
  ['run stacks:history show 12', ['history', '--target', 'local', 'show', '12']],
  ['run verify:verify -c rehearsal --releases 3', ['--target', 'rehearsal', '--releases', '3']],
  ['run verify:edge -c rehearsal --only tls', ['--target', 'rehearsal', '--only', 'tls']],
  ['run verify:growth --releases 200', ['--proof', 'growth', '--releases', '200']],
])('nx %s starts the command with its arguments', async (line, argv) => {
  expect(await workspace.nx(...line.split(' '))).toContain(`started ${JSON.stringify(argv)}\n`);
});

test('Nx fails where the command fails', async () => {
  const run = execa(process.execPath, workspace.nxCommand('run', 'stacks:plan'), {
    ...workspace.place({ CODE: '3' }),
    reject: false,
  });
  expect((await run).exitCode).toBe(1);
});

test('a target that the platform does not have starts nothing', async () => {
  const run = execa(
    process.execPath,
    workspace.nxCommand('run', 'stacks:destroy', '-c', 'rehersal', '--yes'),
    {
      ...workspace.place(),
      reject: false,
    },
  );
  const { exitCode, stdout, stderr } = await run;
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: expect.not.stringContaining('started') });
  expect(stderr).toContain(
    '-c rehersal: stacks/platform.config.ts has no such target; write one of local, rehearsal',
  );
});

test('a new target is a configuration at once', async () => {
  const config = join(workspace.root, 'stacks/platform.config.ts');
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace(
      'rehearsal: {',
      'attic: { http: 28080, https: 28443 },\n    rehearsal: {',
    ),
  );
  expect(await workspace.nx('run', 'stacks:edge', '-c', 'attic')).toContain('["edge","--target","attic"]');
});

test('a config that does not load keeps no lint and no test from running', async () => {
  appendFileSync(join(workspace.root, 'stacks/platform.config.ts'), '\n)');
  expect(await workspace.nx('run', 'check-layers:lint')).toContain('Successfully ran target lint');
});
