import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contextFiles, hashContext } from './content-hash.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-context-'));
  await write('Dockerfile', 'FROM scratch\nCOPY dist/image ./\n');
  await write('dist/image/main.js', 'console.log(1)');
  await write('node_modules/left/index.js', '');
});

afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const hash = (settings = {}) => hashContext(folder, settings);

describe('the files of a build context', () => {
  test('are all files where nothing is ignored', async () => {
    expect(await contextFiles(folder)).toEqual([
      'Dockerfile',
      'dist/image/main.js',
      'node_modules/left/index.js',
    ]);
  });

  test('leave out what is ignored, but never the Dockerfile', async () => {
    await write('.dockerignore', '# comment\nnode_modules\nDockerfile\n');
    expect(await contextFiles(folder)).toEqual(['.dockerignore', 'Dockerfile', 'dist/image/main.js']);
  });

  test('follow exceptions into ignored folders', async () => {
    await write('.dockerignore', '*\n!dist/image\n');
    expect(await contextFiles(folder)).toEqual(['Dockerfile', 'dist/image/main.js']);
  });
});

describe('the hash of a build context', () => {
  test('stays when times change and ignored files do', async () => {
    await write('.dockerignore', '*\n!dist/image\n');
    const before = await hash();
    await utimes(join(folder, 'Dockerfile'), 1, 1);
    await write('node_modules/left/index.js', 'changed');
    expect(await hash()).toBe(before);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a file', () => write('dist/image/main.js', 'console.log(2)')],
    ['the Dockerfile', () => write('Dockerfile', 'FROM scratch\n')],
    ['the name of a file', () => write('dist/image/other.js', 'console.log(1)')],
    ['the right to run a file', () => chmod(join(folder, 'dist/image/main.js'), 0o755)],
    ['a link', () => symlink('main.js', join(folder, 'dist/image/link.js'))],
  ])('changes with %s', async (_, change) => {
    const before = await hash();
    await change();
    expect(await hash()).not.toBe(before);
  });

  test('changes with a build argument, not with the order of them', async () => {
    expect(await hash({ NODE_IMAGE: 'a', BASE_IMAGE: 'b' })).toBe(
      await hash({ BASE_IMAGE: 'b', NODE_IMAGE: 'a' }),
    );
    expect(await hash({ NODE_IMAGE: 'a' })).not.toBe(await hash({ NODE_IMAGE: 'b' }));
  });
});
