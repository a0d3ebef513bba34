import type { Target } from '@causeway/config';
import type { PlacePlan } from './plan.ts';

/** Where the nth host stands among those of its target; nothing where there is one. Throws when there is no nth. */
export function planPlace({ hosts }: Pick<Target, 'hosts'>, number: number): PlacePlan | undefined {
  const own = hosts?.[number - 1];
  if (!hosts && number === 1) return undefined;
  if (!hosts || !own) throw new Error(`host ${number}: the target has ${hosts?.length ?? 1}`);
  const peers = hosts.filter((each) => each !== own).map(({ address }) => address);
  return { number, of: hosts.length, address: own.address, peers };
}
