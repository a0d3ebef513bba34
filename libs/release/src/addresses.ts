import type { Release } from './release.ts';

/** The first addresses that no present release has. */
export function freeAddresses(all: readonly string[], present: readonly Release[], count: number): string[] {
  const taken = new Set(present.flatMap(({ replicas }) => replicas.map(({ address }) => address)));
  const free = all.filter((address) => !taken.has(address));
  if (free.length < count) {
    throw new Error(
      `the network has ${free.length} free addresses and ${count} are needed; give the target a larger subnet`,
    );
  }
  return free.slice(0, count);
}
