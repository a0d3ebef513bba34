import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workspace } from '../workspace.ts';

const file = join(workspace, 'vagrant/disk/finish-tree');
const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;

test('is a script to every shell', () => {
  expect(spawnSync('sh', ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

test.skipIf(!isThere('shellcheck'))('shellcheck finds nothing in it', () => {
  expect(spawnSync('shellcheck', [file], { encoding: 'utf8' }).stdout).toBe('');
});
