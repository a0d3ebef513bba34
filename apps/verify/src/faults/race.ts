import { join } from 'node:path';
import { measureOutage, type Outage } from '../accounting/failures.ts';
import { underLoad } from '../load/load.ts';
import { begin, type Ended } from '../platform/commands.ts';
import { waitUntilSettled } from '../platform/settled.ts';
import type { Target } from '../target.ts';
import { agentOf, lines } from './docker.ts';
import { lightLoad } from './light-load.ts';
import { writeSubject } from './subject.ts';

/** `same`: both ask for the same release. `rivals`: for two different ones. */
export type Kind = 'same' | 'rivals';

export interface Race {
  readonly ended: readonly Ended[];
  /** Releases that the journal has more than before. */
  readonly released: number;
  readonly outage: Outage;
}

const rivalConfig = join(import.meta.dirname, 'configs/rival.config.ts');

/** Long enough that the second command comes while the first one's release is under way. */
const boot = 1500;

/** Starts two releases of one service in the same moment. */
export async function race(target: Target, kind: Kind): Promise<Race> {
  await waitUntilSettled(target, 'subject');
  const before = new Set(await journalOf(target));
  const content = `${kind}, ${Date.now()}`;
  writeSubject({ content, boot });
  writeSubject({ content: `${content}, the other`, boot }, '.causeway/rival');
  const { result, record } = await underLoad(lightLoad(target), async () => {
    const ended = await runBoth(target, kind);
    await waitUntilSettled(target, 'subject');
    return ended;
  });
  const released = (await journalOf(target)).filter((file) => !before.has(file)).length;
  return { ended: result, released, outage: measureOutage(record.observations) };
}

function runBoth(target: Target, kind: Kind): Promise<Ended[]> {
  const args = ['release', 'subject', '--json'];
  const config = kind === 'rivals' ? rivalConfig : target.config;
  return Promise.all([begin(target, args).ended, begin(target, args, config).ended]);
}

async function journalOf(target: Target): Promise<string[]> {
  const files = await lines(target, ['exec', agentOf(target), 'ls', '/var/lib/causeway/journal/subject']);
  return files.filter((file) => /^r\d+\.json$/.test(file));
}
