import type { Mistake } from '../mistake.ts';
import { forEachService } from './rule.ts';

/** A client is known by one thing. */
export const stickyIsOne = forEachService(({ sticky }, path): Mistake[] => {
  if (sticky === undefined) return [];
  const named = ['cookie', 'header'].filter((each) => each in sticky).length;
  const place = { path: [...path, 'sticky'], got: sticky };
  if (named === 2)
    return [{ ...place, rule: 'must not name both cookie and header', fix: 'write only one of them' }];
  if (named === 1) return [];
  const fix = 'write { cookie: "causeway-client" }, or a header of yours';
  return [{ ...place, rule: 'names neither cookie nor header', fix }];
});
