import { once } from 'node:events';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withBuildLock, withTargetLock } from './lock.ts';
import { targetFiles } from './workspace.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-lock-'));
});

afterEach(() => rm(folder, { recursive: true }));

const files = () => targetFiles('local', folder);
const holder = join(import.meta.dirname, 'testing/lock-holder.ts');

async function startHolder() {
  const child = execa(process.execPath, [holder, folder], { reject: false });
  await once(child.stdout, 'data');
  // an object around it, or `await` would wait for its end
  return { child };
}

test('waits for a run that works, names it, and comes after it', async () => {
  const { child } = await startHolder();
  const said: string[] = [];
  const order: string[] = [];
  const ended = child.then(() => order.push('first ended'));
  await withTargetLock(
    files(),
    'deploy',
    (line) => {
      said.push(line);
      child.stdin.end();
    },
    async () => order.push('second works'),
  );
  await ended;
  expect(said).toEqual([expect.stringContaining(`waiting for another run (hold, process ${child.pid} on `)]);
  expect(order).toEqual(['first ended', 'second works']);
});

test('a run that was killed holds nobody up for good', async () => {
  const { child } = await startHolder();
  child.kill('SIGKILL');
  await child;
  expect(
    await withTargetLock(
      files(),
      'deploy',
      () => undefined,
      async () => 'works',
    ),
  ).toBe('works');
});

test('is free again after a failure', async () => {
  const fail = () =>
    withTargetLock(
      files(),
      'deploy',
      () => undefined,
      () => Promise.reject(new Error('broken')),
    );
  await expect(fail()).rejects.toThrow('broken');
  await expect(fail()).rejects.toThrow('broken');
});

test("builds of other images and the lock of the target are in nobody's way", async () => {
  const quietly = () => undefined;
  const build = (tag: string, work: () => Promise<string>) => withBuildLock(tag, quietly, work, folder);
  const inner = () => build('causeway/web:1', async () => 'all three');
  expect(await withTargetLock(files(), 'deploy', quietly, () => build('causeway/api:1', inner))).toBe(
    'all three',
  );
});

test('a lock that cannot be made is not said to be held', async () => {
  await writeFile(files().lock, 'no folder');
  await utimes(files().lock, 0, 0);
  const locked = withTargetLock(files(), 'deploy', fail, async () => 'never');
  await expect(locked).rejects.toThrow(/local\.lock: cannot be made \(ENOTDIR.*make its folder writable/);
});

function fail(line: string): never {
  throw new Error(line);
}
