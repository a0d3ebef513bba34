import type { Mistake } from '../mistake.ts';
import { covers } from './covers.ts';
import { forEachService, items } from './rule.ts';

/** Without `ready` nobody learns when the preparation is over; without `prepare` nothing begins that could be. */
export const hooksArePaired = forEachService(({ deploy }, path) => {
  if (!deploy || 'prepare' in deploy === 'ready' in deploy) return [];
  const [present, absent, example] =
    'prepare' in deploy
      ? (['prepare', 'ready', '/ready-for-deploy'] as const)
      : (['ready', 'prepare', '/prepare-for-deploy'] as const);
  return [
    {
      path: [...path, 'deploy', present],
      got: deploy[present],
      rule: `must not stand without deploy.${absent}`,
      fix: `add ${absent}: "${example}", or leave ${present} out`,
    },
  ];
});

/** Whoever reaches a hook from outside can take the service down. */
export const hooksAreUnreachable = forEachService(({ deploy, block }, path) => {
  const blocked = items(block).map(({ item }) => item);
  return (['prepare', 'ready'] as const).flatMap((hook): Mistake[] => {
    const asked = deploy?.[hook];
    if (asked === undefined || block === undefined || blocked.some((rule) => covers(rule, asked))) return [];
    const fix = `add ${JSON.stringify(asked.replace(/\?.*/, ''))} to block`;
    return [{ path: [...path, 'deploy', hook], got: asked, rule: 'must not be reachable from outside', fix }];
  });
});
