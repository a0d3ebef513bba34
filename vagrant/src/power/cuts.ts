import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineStatus, Vagrant } from '@causeway/vagrant-wrapper';
import { execa } from 'execa';
import { workspace } from '../workspace.ts';

/** Ways for a machine to go off, each of which returns once it is. */
export const cuts = {
  /** In order: every service is told to end. */
  halt: (vagrant: Vagrant, { name }: MachineStatus) => vagrant.halt({ machines: [name] }),
  /** At once, whatever is in hand. */
  power: pullThePlug,
} satisfies Record<string, (vagrant: Vagrant, machine: MachineStatus) => Promise<void>>;

export type Cut = keyof typeof cuts;

/** Vagrant's own `halt --force` gives a container a second to end in order. */
async function pullThePlug(vagrant: Vagrant, { name, provider }: MachineStatus): Promise<void> {
  if (provider !== 'docker') return vagrant.halt({ machines: [name], force: true });
  const container = readFileSync(join(workspace, `.vagrant/machines/${name}/docker/id`), 'utf8').trim();
  await execa('docker', ['kill', '--signal', 'KILL', container]);
}
