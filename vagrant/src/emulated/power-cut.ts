import { join } from 'node:path';
import { loginOf } from '../power/login.ts';
import { outageBy } from '../power/outage.ts';
import { Site } from '../power/site.ts';
import { newestWrite, storedWrites } from '../power/stored.ts';
import { Visitors } from '../power/visitors.ts';
import { workspace } from '../workspace.ts';
import { cutPower, startMachine } from './machine.ts';
import { ports, target } from './place.ts';
import { causeway } from './programs.ts';
import type { Size } from './qemu.ts';

/** Cuts the power while people write: what the kernel had not written yet is gone, what was confirmed must not be. */
export async function loseNothing(size: Size): Promise<string> {
  const site = new Site(ports.https, join(workspace, '.causeway', target, 'ca.crt'));
  const login = loginOf(await causeway('credentials', '--json'));
  const before = await newestWrite(site, login);
  const visitors = new Visitors(site);
  const cut = async () => {
    await cutPower();
    await startMachine(size);
  };
  const { ssh, served } = await outageBy(cut, ports.ssh, site);
  await visitors.leave();
  const stored = await storedWrites(site, login, before);
  site.close();
  const lost = [...visitors.confirmed].filter((id) => !stored.has(id));
  const seen = `sshd after ${ssh} s, the platform ${served} s later; ${visitors.confirmed.size} writes confirmed, ${lost.length} lost`;
  if (lost.length > 0 || visitors.confirmed.size === 0) throw new Error(seen);
  return seen;
}
