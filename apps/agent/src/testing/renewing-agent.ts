import { once } from 'node:events';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import { Challenges } from '../acme/challenges.ts';
import { Renewals } from '../acme/renewals.ts';
import { KeptCertificates } from '../kept-certificates.ts';
import { hastyClock } from './clock.ts';

/** A process that renews certificates until a test kills it; its parent has the edge. */
const { folder, plan }: { folder: string; plan: Plan } = JSON.parse(process.env.RENEWING ?? '');

const challenges: Challenges = new Challenges(async () => {
  const shown = once(process, 'message');
  process.send?.(challenges.shown());
  await shown;
});

const renewals = new Renewals({
  folder: join(folder, 'acme'),
  kept: new KeptCertificates(join(folder, 'certificates')),
  challenges,
  clock: hastyClock(),
  refusalOf: async () => undefined,
  show: async () => {},
  log: () => {},
});

await renewals.run(plan, true);
throw new Error('nobody has killed it');
