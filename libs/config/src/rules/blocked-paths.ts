import type { Mistake } from '../mistake.ts';
import { covers, same } from './covers.ts';
import { forEachService, items } from './rule.ts';

/** A blocked path must leave something of the service, and must not be blocked by another one already. */
export const blockedPathsAreAlive = forEachService(({ block }, servicePath) =>
  items(block).flatMap(({ item, index }): Mistake[] => {
    const path = [...servicePath, 'block', index];
    if (item === '/') {
      return [
        {
          path,
          got: item,
          rule: 'must not be the whole service',
          fix: 'leave it out, or take the service out',
        },
      ];
    }
    const found = items(block).find((other) => other.index !== index && makesIdle(other, { item, index }));
    if (!found) return [];
    const rule = `is blocked by block[${found.index}] ${JSON.stringify(found.item)} already`;
    return [{ path, got: item, rule, fix: 'leave it out' }];
  }),
);

interface Blocked {
  readonly item: string;
  readonly index: number;
}

function makesIdle(wider: Blocked, narrower: Blocked): boolean {
  if (same(wider.item, narrower.item)) return wider.index < narrower.index;
  return wider.item !== '/' && covers(wider.item, narrower.item);
}
