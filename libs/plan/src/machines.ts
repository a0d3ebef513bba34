import type { Platform } from '@causeway/config';
import { findTarget } from './target.ts';

/** One machine of a target that Vagrant makes. */
export interface MachinePlan {
  readonly name: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** TCP ports that are forwarded from this computer's loopback address. */
  readonly ports: readonly number[];
  /** In the network that several machines share; absent where there is one. */
  readonly address?: string;
}

/** The machines of `target`, none if it has an engine already. Throws when the platform has no such target. */
export function planMachines(platform: Platform, target: string): MachinePlan[] {
  const { machine, hosts, http, https } = findTarget(platform, target);
  if (!machine) return [];
  const { hosts: count, cpus, memory } = machine;
  return Array.from({ length: count }, (_, index) => {
    const address = hosts?.[index]?.address;
    return {
      name: `host${index + 1}`,
      cpus,
      memory,
      ports: index === 0 ? [http, https] : [],
      ...(address && { address }),
    };
  });
}
