import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'content-hash-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'a'), 'one');
});

afterEach(() => rmSync(folder, { recursive: true }));

it('is the same for the same words and files', () => {
  expect(contentHash(['a', 'b'], folder)).toBe(contentHash(['a', 'b'], folder));
});

it.each<[string, () => void]>([
  ['another content', () => writeFileSync(join(folder, 'deep', 'a'), 'two')],
  ['another name', () => renameSync(join(folder, 'deep', 'a'), join(folder, 'deep', 'b'))],
  ['another file', () => writeFileSync(join(folder, 'b'), '')],
])('changes with %s', (_, change) => {
  const before = contentHash([], folder);
  change();
  expect(contentHash([], folder)).not.toBe(before);
});

it('keeps words apart', () => {
  expect(contentHash(['ab', 'c'])).not.toBe(contentHash(['a', 'bc']));
});
