import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StateFile } from './state-file.ts';

let directory: string;
const path = () => join(directory, 'plan.json');
const copy = () => join(directory, 'plan-last-good.json');
const hasName = (found: unknown): found is { name: string } =>
  typeof (found as { name?: unknown } | null)?.name === 'string';
const open = () => new StateFile(path(), hasName);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-state-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('nothing is there before the first write; then the newest is, for its owner alone', async () => {
  expect(open().read()).toBeUndefined();
  await open().write({ name: 'a' });
  await open().write({ name: 'b' });
  expect(open().read()).toEqual({ name: 'b' });
  for (const file of [path(), copy()]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

const faults: Readonly<Record<string, (file: string) => void>> = {
  removed: (file) => rmSync(file),
  empty: (file) => writeFileSync(file, ''),
  'cut in half': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
  'of another kind': (file) => writeFileSync(file, '{"other": 1}'),
  'changed by one letter': (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"b"')),
  'a null': (file) => writeFileSync(file, 'null'),
};

test.each(Object.entries(faults))('one of the two %s does no harm', async (_fault, harm) => {
  for (const file of [path(), copy()]) {
    await open().write({ name: 'a' });
    harm(file);
    expect(open().read()).toEqual({ name: 'a' });
  }
});

test('when both are damaged, that is said with what to do', async () => {
  await open().write({ name: 'a' });
  for (const file of [path(), copy()]) truncateSync(file, 3);
  expect(() => open().read()).toThrow(
    /plan\.json: .*; its copy .*plan-last-good\.json is no better: .*; put a copy back, or remove both$/,
  );
});

test('what an agent of before has written without a hash is taken, unless a copy says better', async () => {
  writeFileSync(path(), '{"name": "old"}');
  expect(open().read()).toEqual({ name: 'old' });
  await open().write({ name: 'a' });
  writeFileSync(path(), '{"name": "forged"}');
  expect(open().read()).toEqual({ name: 'a' });
});
