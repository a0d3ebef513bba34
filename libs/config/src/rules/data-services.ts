import type { Mistake } from '../mistake.ts';
import { forEachService, items } from './rule.ts';

/** A service can use only what the platform runs. */
export const dataServicesExist = forEachService(({ uses }, path, { data }) =>
  items(uses).flatMap(({ item, index }): Mistake[] => {
    if (data === undefined || item in data) return [];
    const rule = `needs data.${item}, which this platform does not have`;
    return [{ path: [...path, 'uses', index], got: item, rule, fix: `write data: { ${item}: {} }` }];
  }),
);
