import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineStatus, Vagrant } from '@causeway/vagrant-wrapper';
import { execa } from 'execa';
import { dotfiles } from '../target.ts';

/** Ways for a machine to go off and on again. Each returns once it is on. */
export const cuts = {
  /** In order: every service is told to end. */
  reload: (vagrant: Vagrant, { name }: MachineStatus) => vagrant.reload({ machines: [name] }),
  /** At once, whatever is in hand. */
  power: async (vagrant: Vagrant, machine: MachineStatus) => {
    await pullThePlug(vagrant, machine);
    await vagrant.up({ machines: [machine.name], provision: false });
  },
} satisfies Record<string, (vagrant: Vagrant, machine: MachineStatus) => Promise<void>>;

export type Cut = keyof typeof cuts;

/** Vagrant's own `halt --force` gives a container a second to end in order. */
async function pullThePlug(vagrant: Vagrant, { name, provider }: MachineStatus): Promise<void> {
  if (provider !== 'docker') return vagrant.halt({ machines: [name], force: true });
  const container = readFileSync(join(dotfiles, 'machines', name, 'docker/id'), 'utf8').trim();
  await execa('docker', ['kill', '--signal', 'KILL', container]);
}
