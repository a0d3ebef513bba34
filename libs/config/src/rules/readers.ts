import type { Mistake } from '../mistake.ts';
import { items, type Rule } from './rule.ts';

/** A service's name is its owner role, which may write; and Postgres keeps some names to itself. */
export const readersAreNoServices: Rule = ({ data, services = {} }) =>
  items(data?.postgres?.readers).flatMap(({ item, index }): Mistake[] => {
    const path = ['data', 'postgres', 'readers', index];
    if (Object.hasOwn(services, item)) {
      return [
        {
          path,
          got: item,
          rule: `must not be the name of a service, whose role owns its database`,
          fix: `write "${item}_reader"`,
        },
      ];
    }
    if (/^(pg_.*|postgres|public|none)$/.test(item)) {
      return [
        {
          path,
          got: item,
          rule: 'must not be a role that Postgres keeps to itself',
          fix: 'write "developer"',
        },
      ];
    }
    return [];
  });
