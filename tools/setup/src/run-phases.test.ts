import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runPhases } from './run-phases.ts';
import type { Stage } from './test-stages.ts';

let shown: string[];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-phases-'));
  shown = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void shown.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A stage that runs a script of the shell's. */
function stage(title: string, script: string, more: Partial<Stage> = {}): Stage {
  return { title, file: 'sh', args: ['-c', script], deadline: 30_000, needs: [], ...more };
}

test('lanes run side by side, and what the second says is shown whole after the first', async () => {
  // each waits for the other, so neither ends unless both run
  const meet = (own: string, other: string) =>
    `touch ${own}; until [ -e ${other} ]; do sleep 0.05; done; echo "${own} has met"`;
  const there = (own: string, other: string) => `cd '${folder}'; ${meet(own, other)}`;
  const outcomes = await runPhases([
    [[stage('one', there('one', 'other'))], [stage('other', there('other', 'one'))]],
    [[stage('end', 'true')]],
  ]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(shown).toEqual([
    '\n=== one ===',
    '\n(other: begun beside it; shown below)',
    '\n=== other ===\nother has met',
    '\n=== end ===',
  ]);
});

test('what needs a stage that failed, in its lane or in an earlier phase, is not run', async () => {
  const failing = stage('failing', 'exit 3');
  const outcomes = await runPhases([
    [[failing, stage('next', 'true', { needs: ['failing'] })], [stage('beside', 'true')]],
    [[stage('later', 'true', { needs: ['failing'] }), stage('last', 'true', { needs: ['beside'] })]],
  ]);
  const ran = outcomes.filter(({ seconds }) => seconds !== undefined).map(({ title, ok }) => [title, ok]);
  expect(ran.toSorted()).toEqual([
    ['beside', true],
    ['failing', false],
    ['last', true],
  ]);
});

test('a stage has its own environment, and ends at its deadline with a word', async () => {
  const environment = { WHOSE: 'its own' };
  const outcomes = await runPhases([
    [
      [stage('first', '[ "$WHOSE" = "its own" ]', { environment })],
      [stage('endless', 'exec sleep 60', { deadline: 600 })],
    ],
  ]);
  expect(outcomes.map(({ title, ok }) => [title, ok])).toEqual([
    ['first', true],
    ['endless', false],
  ]);
  expect(shown.at(-1)).toContain('endless: no end after 0.01 min');
});
