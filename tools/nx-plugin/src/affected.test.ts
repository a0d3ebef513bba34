import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorkspaceCopy } from './workspace-copy.ts';

let workspace: WorkspaceCopy;

beforeEach(async () => {
  workspace = await WorkspaceCopy.make();
});

afterEach(() => workspace.remove());

const change = (file: string) => appendFileSync(join(workspace.root, file), '\n');

test('a change in a service concerns that service alone', async () => {
  change('apps/palindrom/src/main.ts');
  expect(await tasks('lint', 'typecheck', 'test')).toEqual([
    'palindrom:lint',
    'palindrom:test',
    'palindrom:typecheck',
  ]);
});

test('a change in the plan concerns what builds on it, and no service', async () => {
  change('libs/plan/src/plan.ts');
  expect(await tasks('test')).toEqual(
    expect.arrayContaining(['plan:test', 'edge:test', 'release:test', 'agent:test', 'cli:test']),
  );
  expect(await tasks('test')).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(palindrom|config|setup):/)]),
  );
});

test('tests start no command and no verification', async () => {
  change('package-lock.json');
  const started = await tasks('lint', 'typecheck', 'test');
  expect(started).toContain('palindrom:test');
  expect(started.filter((task) => !/:(lint|typecheck|test)$/.test(task))).toEqual([]);
});

async function tasks(...targets: string[]): Promise<string[]> {
  const graph = await workspace.nx(
    'affected',
    '--base=main',
    `--targets=${targets.join(',')}`,
    '--graph=stdout',
  );
  return Object.keys(JSON.parse(graph).tasks.tasks).sort();
}
