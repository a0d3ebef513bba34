import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';

const dockerHost = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
const ref = `causeway/interrupted:${process.pid}`;
let cacheRoot: string;

beforeEach(() => {
  cacheRoot = mkdtempSync(join(tmpdir(), 'causeway-interrupted-'));
});

afterEach(async () => {
  rmSync(cacheRoot, { recursive: true, force: true });
  await execa('docker', ['image', 'rm', ref], { reject: false });
});

it.each(['creating tarball', 'success in'])(
  'leaves no image when it dies at "%s", and makes a whole one the next time',
  async (line) => {
    await buildUntil(line);
    await expect(runImage()).rejects.toThrow(/unable to find image|no such image/i);
    await buildUntil(undefined);
    await expect(runImage()).resolves.toMatchObject({ exitCode: 0 });
  },
);

/** Builds in a process of its own, which gets SIGKILL once it shows the line. */
async function buildUntil(line: string | undefined): Promise<void> {
  const child = execa(process.execPath, ['--input-type=module', '--eval', program], {
    all: true,
    reject: false,
    env: { CAUSEWAY_TEST_CACHE: cacheRoot },
  });
  for await (const shown of child.iterable({ from: 'all' }))
    if (line && shown.includes(line)) child.kill('SIGKILL');
  const { signal, exitCode } = await child;
  expect({ signal, exitCode }).toMatchObject(line ? { signal: 'SIGKILL' } : { exitCode: 0 });
}

async function runImage() {
  return await execa('docker', ['run', '--rm', '--pull', 'never', '--network', 'none', ref, 'true']);
}

const program = `
  import { buildBase } from '${import.meta.dirname}/build-images.ts';
  import { alone } from '${import.meta.dirname}/lock.ts';
  const cache = { root: process.env.CAUSEWAY_TEST_CACHE, scratch: process.env.CAUSEWAY_TEST_CACHE + '/scratch' };
  await alone(cache, () => {}, () => buildBase({ dockerHost: '${dockerHost}', cache, onLine: console.log }, '${ref}', []));
`;
