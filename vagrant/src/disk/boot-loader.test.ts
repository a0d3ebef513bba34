import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstPartition, writeBootLoader } from './boot-loader.ts';

let tree: string;
const disk = () => join(tree, 'disk');

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'causeway-tree-'));
  mkdirSync(join(tree, 'usr/lib/grub/i386-pc'), { recursive: true });
  mkdirSync(join(tree, 'boot/grub'), { recursive: true });
  writeFileSync(join(tree, 'usr/lib/grub/i386-pc/boot.img'), Buffer.alloc(512, 'b'));
  writeFileSync(disk(), Buffer.alloc(firstPartition + 512, '.'));
});

afterEach(() => rmSync(tree, { recursive: true }));

const core = (size: number) => writeFileSync(join(tree, 'boot/grub/core.img'), Buffer.alloc(size, 'c'));

it('stands in front of the first partition, and leaves the table of partitions as it is', async () => {
  core(700);
  await writeBootLoader(disk(), tree);
  const before = ['b'.repeat(440), '.'.repeat(72), 'c'.repeat(700)].join('');
  expect(readFileSync(disk(), 'latin1')).toBe(before.padEnd(firstPartition + 512, '.'));
});

it('is refused where it would reach into the first partition', async () => {
  core(firstPartition - 511);
  await expect(writeBootLoader(disk(), tree)).rejects.toThrow('would reach into the first partition');
  expect(readFileSync(disk(), 'latin1')).toBe('.'.repeat(firstPartition + 512));
});
