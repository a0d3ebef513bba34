import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { streamImages } from './stream-images.ts';

const { PATH: path } = process.env;
let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-stream-'));
  said = [];
  process.env.PATH = `${folder}:${path}`;
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

const stream = { from: 'unix:///lender', refs: ['causeway/node:1', 'causeway/edge:2'] };
const run = () => streamImages(stream, 'unix:///borrower', (line) => said.push(line));

/** The program `docker`, as two engines: what the first gives, and what the second does with it. */
function engines({ save, load = `cat > '${folder}/loaded'` }: { save: string; load?: string }): void {
  const script = `#!/bin/sh\ncase "$DOCKER_HOST $*" in
  'unix:///lender save causeway/node:1 causeway/edge:2') ${save} ;;
  'unix:///borrower load --quiet') ${load} ;;
  *) echo "nobody asks for $DOCKER_HOST $*" >&2; exit 2 ;;
esac\n`;
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
}

test('what one engine gives the other gets, byte by byte, and it is said how much that was', async () => {
  const bytes = Buffer.alloc(21 * 2 ** 20, 'an image, and another');
  writeFileSync(join(folder, 'images'), bytes);
  engines({ save: `cat '${folder}/images'` });
  await run();
  expect(readFileSync(join(folder, 'loaded')).equals(bytes)).toBe(true);
  expect(said).toEqual(['10 MiB', '20 MiB', expect.stringMatching(/^21 MiB in \d+\.\d s$/)]);
});

test.each([
  ['that does not have them', { save: `echo 'no such image' >&2; exit 1` }, 'no such image'],
  ['that breaks off', { save: `printf half; echo 'the engine is gone' >&2; exit 1` }, 'the engine is gone'],
])('an engine %s is told in its own words', async (_what, script, words) => {
  engines(script);
  await expect(run()).rejects.toThrow(
    new RegExp(`^the images causeway/node:1, causeway/edge:2: not copied\n${words}`),
  );
});

test('an engine that refuses them ends the one that gives them', async () => {
  engines({ save: 'cat /dev/zero', load: `echo 'no space left on device' >&2; exit 1` });
  await expect(run()).rejects.toThrow('no space left on device');
});
