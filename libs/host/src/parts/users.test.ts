import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let state: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'causeway-users-'));
});

afterEach(() => rmSync(state, { recursive: true }));

/** Has the config name these users, and gives whom that shuts out. */
function name(...users: string[]): string[] {
  const shell = join(import.meta.dirname, '../shell/users.sh');
  const script = `. '${shell}'; state=$1; shift; shut_out() { echo "<$1>"; }; make_only_users "$@"; is_only_users "$@"`;
  const said = execFileSync('sh', ['-euc', script, 'sh', state, ...users], { encoding: 'utf8' });
  return said.split('\n').filter(Boolean);
}

test('whoever leaves the config is shut out, and nobody else', () => {
  expect(name('ann', 'bob')).toEqual([]);
  expect(name('ann')).toEqual(['<bob>']);
  expect(name()).toEqual(['<ann>']);
});

test('the first user after a config without any finds nobody to shut out', () => {
  expect(name()).toEqual([]);
  expect(name('ann')).toEqual([]);
});
