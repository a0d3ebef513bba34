import type { MachineStatus, Vagrant } from '@causeway/vagrant-wrapper';
import { type Cut, cuts } from './cuts.ts';
import type { Site } from './site.ts';
import { sshAnswers, until } from './until.ts';

/** Seconds. */
export interface Outage {
  readonly cut: Cut;
  /** Until neither sshd nor the platform answered. */
  readonly off: number;
  /** From then until sshd answered again. */
  readonly ssh: number;
  /** From sshd until a page was served; below 0 where the page came first. */
  readonly served: number;
}

/** An emulated processor boots for minutes. Milliseconds. */
const longest = 15 * 60_000;

/** Switches the machine off and on again, and waits until the platform serves, which nobody has told it to. */
export async function outageBy(
  cut: Cut,
  vagrant: Vagrant,
  machine: MachineStatus,
  site: Site,
): Promise<Outage> {
  const { port } = await vagrant.sshConfig(machine.name);
  const began = Date.now();
  const [, times] = await Promise.all([cuts[cut](vagrant, machine), watch(port, site)]);
  const { off, ssh, served } = times;
  return { cut, off: seconds(off - began), ssh: seconds(ssh - off), served: seconds(served - ssh) };
}

async function watch(port: number, site: Site) {
  const off = await until(
    'the end',
    async () => !((await sshAnswers(port)) || (await serves(site))),
    longest,
  );
  const [ssh, served] = await Promise.all([
    until('sshd', () => sshAnswers(port), longest),
    until('a page', () => serves(site), longest),
  ]);
  return { off, ssh, served };
}

/** A page that needs the database. */
async function serves(site: Site): Promise<boolean> {
  const answer = await site.ask({ path: '/status' }).catch(() => undefined);
  return answer?.status === 200;
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;
