import type { Site } from './site.ts';
import { sshAnswers, until } from './until.ts';

/** Seconds. */
export interface Outage {
  /** Until neither sshd nor the platform answered. */
  readonly off: number;
  /** From then until sshd answered again. */
  readonly ssh: number;
  /** From sshd until a page was served; below 0 where the page came first. */
  readonly served: number;
}

/** An emulated processor boots for minutes, on a busy computer for many. Milliseconds. */
const longest = 30 * 60_000;

/** Has `cut` switch the machine off and on again, and waits until the platform serves, which nobody has told it to. */
export async function outageBy(cut: () => Promise<void>, sshPort: number, site: Site): Promise<Outage> {
  const began = Date.now();
  const [, times] = await Promise.all([cut(), watch(sshPort, site)]);
  const { off, ssh, served } = times;
  return { off: seconds(off - began), ssh: seconds(ssh - off), served: seconds(served - ssh) };
}

async function watch(sshPort: number, site: Site) {
  const off = await until(
    'the end',
    async () => !((await sshAnswers(sshPort)) || (await serves(site))),
    longest,
  );
  const [ssh, served] = await Promise.all([
    until('sshd', () => sshAnswers(sshPort), longest),
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
