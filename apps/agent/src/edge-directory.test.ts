import { mkdtempSync, readdirSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EdgeDirectory } from './edge-directory.ts';

/** Needs root, as the agent is in its container. */
const user = 101;

let path: string;
let directory: EdgeDirectory;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'causeway-edge-directory-'));
  directory = new EdgeDirectory(path, user);
});

afterEach(() => rmSync(path, { recursive: true }));

test('files belong to the edge, and those with keys and hashes are read by nobody else', async () => {
  await directory.replace({}, { 'cds.json': '1', 'sds.json': '2', 'rds-https.json': '3' });
  const seen = readdirSync(path).map((name) => {
    const { uid, gid, mode } = statSync(join(path, name));
    return [name, uid, gid, (mode & 0o777).toString(8)];
  });
  expect(seen.sort()).toEqual([
    ['cds.json', user, user, '644'],
    ['rds-https.json', user, user, '600'],
    ['sds.json', user, user, '600'],
  ]);
});

test('only what changes is written, in the order given, and what is gone goes last', async () => {
  const before = { 'a.json': '1', 'b.json': '1', 'c.json': '1' };
  await directory.replace({}, before);
  const inodes = () =>
    Object.fromEntries(readdirSync(path).map((name) => [name, statSync(join(path, name)).ino]));
  const first = inodes();
  const renamed: string[] = [];
  const watcher = watch(path, (_event, name) => name?.endsWith('.json') && renamed.push(name));

  await directory.replace(before, { 'z.json': '2', 'b.json': '1', 'a.json': '2' });
  await new Promise((resolve) => {
    watcher.on('change', (_event, name) => name === 'end.json' && resolve(undefined));
    writeFileSync(join(path, 'end.json'), '');
  });
  watcher.close();

  expect([...new Set(renamed)]).toEqual(['z.json', 'a.json', 'c.json', 'end.json']);
  expect(inodes()['b.json']).toBe(first['b.json']);
  expect(inodes()['a.json']).not.toBe(first['a.json']);
});

test('what is read is what the edge reads: no half-written file and no candidate', async () => {
  await directory.write('cds.json', '1', false);
  await directory.write('.candidate.json', 'secret', true);
  writeFileSync(join(path, 'cds.json.123456'), 'half');
  expect(directory.read()).toEqual({ 'cds.json': '1' });
});

test('what is not there can be removed', async () => {
  await expect(directory.remove('cds.json')).resolves.toBeUndefined();
});

test('what was taken away since the last good set was written is not put back', async () => {
  await directory.keepAsGood({ 'cds.json': '1', 'eds-api-r1.json': '1' });
  await directory.replace({}, { 'cds.json': '2' });
  directory.remember({ 'cds.json': '2' });
  expect(await directory.mend()).toEqual([]);
  expect(directory.read()).toEqual({ 'cds.json': '2' });
});
