import { execa } from 'execa';
import type { Target } from '../target.ts';

/** Milliseconds, for a word to a machine over a connection that is open. */
const deadline = 20_000;

/** Has no new connection reach Postgres of the first host; those that are open go on. */
export async function cutOffDatabase(target: Target): Promise<void> {
  const { address } = target.platform.targets[target.name]?.hosts?.[0] ?? {};
  const rule = `ip daddr ${address} tcp dport 5432 ct state new drop`;
  await asRoot(target, `nft insert rule inet causeway forward ${rule}`);
}

/** The firewall has the rules of the bootstrap again. */
export async function mendFirewall(target: Target): Promise<void> {
  await asRoot(target, 'systemctl restart causeway-firewall');
}

async function asRoot({ there, name }: Target, command: string): Promise<void> {
  const [ssh, ...args] = there ?? [];
  if (!ssh) throw new Error(`${name}: there is no connection to a machine`);
  await execa(ssh, [...args, `sudo -n ${command}`], { timeout: deadline });
}
