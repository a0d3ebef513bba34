import { PassThrough } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { Lines } from './lines.ts';

let program: PassThrough;
let lines: Lines;
beforeEach(() => {
  program = new PassThrough();
  lines = new Lines(program);
});

test('finds a line that comes later, and again when it is asked for again', async () => {
  const found = lines.first(/share (\d+)/);
  program.write('look: done\ncanary: share 10\nsha');
  expect((await found)[1]).toBe('10');
  expect((await lines.first(/share (\d+)/))[1]).toBe('10');
});

test('finds the first of several', async () => {
  program.write('one 1\none 2\n');
  expect((await lines.first(/one (\d)/))[1]).toBe('1');
});

test('says what was said instead when it ends', async () => {
  const found = lines.first(/serves/);
  program.end('look: failed\n');
  await expect(found).rejects.toThrow('no line like /serves/ in:\nlook: failed');
  await expect(lines.first(/serves/)).rejects.toThrow('no line like');
});
