import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillWhole, withScratch, writeWhole } from './whole-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-file-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('replaces a file and leaves nothing beside it', () => {
  const path = join(folder, 'deep', 'facts.json');
  writeWhole(path, 'old');
  writeWhole(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'deep'))).toEqual(['facts.json']);
});

it('puts a folder in place once it is filled', async () => {
  const path = join(folder, 'mirror');
  await fillWhole(path, join(folder, 'scratch'), async (unfinished) => {
    writeFileSync(join(unfinished, 'binary'), 'x');
    expect(existsSync(path)).toBe(false);
  });
  expect(readdirSync(path)).toEqual(['binary']);
  expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
});

it('keeps the folder in place when the next filling fails', async () => {
  const path = join(folder, 'mirror');
  const scratch = join(folder, 'scratch');
  await fillWhole(path, scratch, async (unfinished) => writeFileSync(join(unfinished, 'binary'), 'x'));
  await expect(fillWhole(path, scratch, async () => Promise.reject(new Error('no space')))).rejects.toThrow(
    'no space',
  );
  expect(readdirSync(path)).toEqual(['binary']);
});

it('clears its scratch after a failure', async () => {
  await expect(withScratch(folder, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
});
