import type { Plan } from '@causeway/plan';
import { Failure } from './failure.ts';
import type { ChangeSummary } from './terraform.ts';

/**
 * Nobody loses data by a change of the config: a volume goes only if a plan says that it holds none.
 * `plans`: the one that is deployed, and the one to come.
 */
export function refuseDataLoss({ resources }: ChangeSummary, plans: readonly Plan[]): void {
  const expendable = new Set(
    plans.flatMap(({ volumes }) => volumes.filter(({ data }) => !data).map(({ name }) => name)),
  );
  const prefix = plans[0]?.prefix;
  const lost = resources
    .filter(({ address, action }) => address.startsWith('docker_volume.') && goes.has(action))
    .map(({ address }) => `${prefix}-${address.slice('docker_volume.'.length)}`)
    .filter((name) => !expendable.has(name));
  if (lost.length === 0) return;
  throw new Failure(
    'obstacle',
    `${lost.join(', ')}: the config no longer wants it, and it holds data; nothing was changed. Put its data service back, or write --discard-data to lose it`,
  );
}

const goes: ReadonlySet<string> = new Set(['delete', 'replace', 'remove']);
