import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planMachines } from '@causeway/plan';
import { openVagrant } from '@causeway/vagrant-wrapper';
import { readPlatform } from '../machines.ts';
import { runProgram } from '../program.ts';
import { target } from '../target.ts';
import { workspace } from '../workspace.ts';
import { type Cut, cuts } from './cuts.ts';
import { loginOf } from './login.ts';
import { type Outage, outageBy } from './outage.ts';
import { Site } from './site.ts';
import { newestWrite, storedWrites } from './stored.ts';
import { Visitors } from './visitors.ts';

const help = `Reloads the machine of the Vagrantfile and cuts its power while people write, and says what that costs.

  --rounds <n>  how often each (default: 1)
`;

/** What the replica is to keep: the time from sshd until the platform serves. Seconds. */
const mostSeconds = 60;

const credentials = ['apps/cli/src/main.ts', 'credentials'];

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, help: { type: 'boolean', default: false } },
});

if (values.help) process.stdout.write(help);
else process.exitCode = (await prove(Number(values.rounds))) ? 0 : 1;

async function prove(rounds: number): Promise<boolean> {
  const vagrant = openVagrant({ folder: workspace, environment: { CAUSEWAY_DEPLOY: 'no' } });
  const [machine] = await vagrant.status();
  if (machine?.state !== 'running') throw new Error('the machine does not run; `vagrant up` starts it');
  const site = await openSite();
  const login = loginOf(await runProgram([...credentials, '--target', target, '--json'], 60_000));
  const before = await newestWrite(site, login);
  const visitors = new Visitors(site);
  const { port } = await vagrant.sshConfig(machine.name);
  const outages: Outage[] = [];
  for (const cut of Array.from({ length: rounds }, () => Object.keys(cuts) as Cut[]).flat()) {
    const outage = await outageBy(() => cuts[cut](vagrant, machine), port, site);
    console.log(wordOutage(cut, outage));
    outages.push(outage);
  }
  await visitors.leave();
  const stored = await storedWrites(site, login, before);
  site.close();
  const lost = [...visitors.confirmed].filter((id) => !stored.has(id));
  console.log(`${visitors.confirmed.size} writes confirmed, ${lost.length} of them lost`);
  return (
    lost.length === 0 && visitors.confirmed.size > 0 && outages.every(({ served }) => served <= mostSeconds)
  );
}

async function openSite(): Promise<Site> {
  const [machine] = planMachines(await readPlatform(), target);
  return new Site(machine?.ports[1] ?? 443, join(workspace, '.causeway', target, 'ca.crt'));
}

function wordOutage(cut: Cut, { off, ssh, served }: Outage): string {
  return `${cut}: off after ${off} s, sshd ${ssh} s later, the platform ${served} s after sshd`;
}
