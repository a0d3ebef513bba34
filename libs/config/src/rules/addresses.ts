import { addressCount, widestPrefix } from '../fields/subnet.ts';
import type { Mistake } from '../mistake.ts';
import { type Rule, services, targets } from './rule.ts';

// the gateway, the edge and the other long-lived containers
const keptBack = 16;

/** During a release the containers of the old one and of the new one run side by side, each with an address. */
export const addressesSuffice: Rule = (draft) => {
  const replicas = services(draft).reduce((sum, { service }) => sum + (service.replicas ?? 0), 0);
  return targets(draft).flatMap(({ name, target: { subnet } }): Mistake[] => {
    if (subnet === undefined || replicas * 2 <= roomIn(addressCount(subnet))) return [];
    const rule = `has ${roomIn(addressCount(subnet))} addresses for containers, and ${replicas} replicas need two each while a release runs`;
    return [{ path: ['targets', name, 'subnet'], got: subnet, rule, fix: widerThan(replicas * 2) }];
  });
};

/** Half of the subnet is for services, and a quarter of that for addresses which Docker gives out. */
function roomIn(addresses: number): number {
  return (addresses * 3) / 8 - keptBack;
}

function widerThan(needed: number): string {
  const prefixes = Array.from({ length: 25 - widestPrefix }, (_, i) => 24 - i);
  const prefix = prefixes.find((each) => roomIn(2 ** (32 - each)) >= needed);
  return prefix === undefined ? 'write fewer replicas' : `write a /${prefix}, or fewer replicas`;
}
