import { writeDuration } from '../fields/duration.ts';
import type { Mistake } from '../mistake.ts';
import { same } from './covers.ts';
import { forEachService, items, type ServiceDraft } from './rule.ts';

/** One path may have a limit per second and one per hour, but not two per second. */
export const limitsDiffer = forEachService(({ limits }, servicePath) =>
  items(limits).flatMap(({ item, index }): Mistake[] => {
    const found = items(limits).find((other) => other.index < index && isSame(other.item, item));
    if (!found) return [];
    return [
      {
        path: [...servicePath, 'limits', index, 'path'],
        got: item.path,
        rule: `has a limit per ${writeDuration(found.item.per ?? 0)} in limits[${found.index}] already`,
        fix: 'leave one of them out',
      },
    ];
  }),
);

type Limit = NonNullable<NonNullable<ServiceDraft['limits']>[number]>;

function isSame(one: Limit, other: Limit): boolean {
  if (one.path === undefined || other.path === undefined || one.per === undefined) return false;
  return same(one.path, other.path) && one.per === other.per;
}
