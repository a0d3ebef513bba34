import { expect, test } from 'vitest';
import { freeOf } from './disk.ts';

const head = 'Filesystem     1024-blocks    Used Available Capacity Mounted on\n';

test.each([
  ['a disk', `${head}/dev/vda1 41152736 9000000 30000000 24% /var/lib/docker\n`, 30_000_000 * 1024],
  ['a full one', `${head}overlay 100 100 0 100% /\n`, 0],
  ['no such folder', '', undefined],
])('the free space of %s', (_, printed, free) => {
  expect(freeOf(printed)).toBe(free);
});
