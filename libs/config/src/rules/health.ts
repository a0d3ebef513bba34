import type { Mistake } from '../mistake.ts';
import { covers } from './covers.ts';
import { blockedPaths, forEachService, items } from './rule.ts';

/** The edge and the agent ask for the health path directly; checks from outside go through the edge. */
export const healthIsReachable = forEachService((service, path) => {
  const { health, protect } = service;
  const asked = health?.path;
  if (asked === undefined || health?.outside !== true) return [];
  return [
    ...blockedPaths(service).flatMap(({ item, index }) =>
      hidden(asked, item, [...path, 'block', index], '404'),
    ),
    ...items(protect).flatMap(({ item, index }) =>
      hidden(asked, item.path, [...path, 'protect', index, 'path'], '401'),
    ),
  ];
});

function hidden(
  asked: string,
  rule: string | undefined,
  path: readonly PropertyKey[],
  status: string,
): Mistake[] {
  if (rule === undefined || !covers(rule, asked)) return [];
  const fix = 'leave it out, or write health: { outside: false } if nobody asks from outside';
  return [
    {
      path,
      got: rule,
      rule: `must not hide health.path ${JSON.stringify(asked)}, which would answer ${status} to checks from outside`,
      fix,
    },
  ];
}
