import type { Platform } from '@causeway/config';
import { findTarget } from './target.ts';

/** The balancer that stands in front of several machines of Vagrant's, as the cloud's does in production. */
export interface FrontPlan {
  /** Of its container, and of the network of the machines. */
  readonly name: string;
  /** CIDR. */
  readonly subnet: string;
  readonly address: string;
  /** TCP ports, the same here, there and on the machines; forwarded from this computer's loopback address. */
  readonly ports: readonly number[];
  /** Addresses of the machines. */
  readonly hosts: readonly string[];
}

/** Nothing for a target that is no machine of ours, or a single one. */
export function planFront(platform: Platform, target: string): FrontPlan | undefined {
  const { machine, hosts, http, https } = findTarget(platform, target);
  if (!machine || !hosts) return undefined;
  return {
    name: `${platform.name}-${target}-front`,
    subnet: machine.network,
    address: frontAddress(machine),
    ports: [http, https],
    hosts: hosts.map(({ address }) => address),
  };
}

/** Just below the first machine's. */
export function frontAddress({ network }: { readonly network: string }): string {
  return network.replace(/\d+\/\d+$/, '10');
}
