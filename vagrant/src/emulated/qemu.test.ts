import { expect, it } from 'vitest';
import { ports } from './place.ts';
import { qemuArguments } from './qemu.ts';

const args = qemuArguments({ cpus: 3, memory: 2 ** 31 });

it('is of the size that is wanted', () => {
  expect(args.join(' ')).toContain('-smp 3 -m 2048M ');
});

it('opens each port to this computer alone, those of the platform under their own number', () => {
  const network = args[args.indexOf('-netdev') + 1]?.split(',').filter((word) => word.startsWith('hostfwd='));
  expect(network).toEqual([
    `hostfwd=tcp:127.0.0.1:${ports.ssh}-:22`,
    `hostfwd=tcp:127.0.0.1:${ports.http}-:${ports.http}`,
    `hostfwd=tcp:127.0.0.1:${ports.https}-:${ports.https}`,
  ]);
});
