import type { Mistake } from '../mistake.ts';
import { items, type Rule, targets } from './rule.ts';

/** A network that holds everybody would let everybody say who they are. */
export const proxiesAreFew: Rule = (draft) =>
  targets(draft).flatMap(({ name, target }) =>
    items(target.trustedProxies).flatMap(({ item, index }): Mistake[] => {
      if (!item.endsWith('/0')) return [];
      const path = ['targets', name, 'trustedProxies', index];
      const rule = 'must not hold every address: any client could say who it is';
      return [{ path, got: item, rule, fix: 'write the networks of the proxies' }];
    }),
  );
