import { expect, test } from 'vitest';
import { mayMount } from './testing/may-mount.ts';
import { sufferDamage, sufferFullDisks, sufferKills } from './testing/write-faults.ts';

test('400 kills of the agent, in the middle of any write and at any other of its calls to the file system', async () => {
  expect(await sufferKills(400)).toBeGreaterThan(0);
});

test.skipIf(!mayMount())('200 full disks, with room for nothing up to 64 KiB', async () => {
  expect(await sufferFullDisks(200)).toBeGreaterThan(0);
});

test('400 files damaged by another hand', async () => {
  expect(await sufferDamage(400)).toBeGreaterThan(0);
});
