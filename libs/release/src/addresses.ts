import { Obstacle } from './obstacle.ts';

/** The first addresses that nobody has. */
export function freeAddresses(all: readonly string[], taken: readonly string[], count: number): string[] {
  const used = new Set(taken);
  const free = all.filter((address) => !used.has(address));
  if (free.length < count) {
    throw new Obstacle(
      `the network has ${free.length} free addresses and ${count} are needed; wait for the drains that \`status\` shows, or give the target a larger subnet`,
    );
  }
  return free.slice(0, count);
}
