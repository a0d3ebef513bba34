import type { Mistake } from '../mistake.ts';
import { items, type Rule, services } from './rule.ts';

/** The edge can send a host to one service only. */
export const hostsHaveOneService: Rule = (draft) => {
  const owners = new Map<string, string>();
  return services(draft).flatMap(({ name, service }) =>
    items(service.hosts).flatMap(({ item: host, index }): Mistake[] => {
      const owner = owners.get(host) ?? name;
      owners.set(host, owner);
      if (owner === name) return [];
      const path = ['services', name, 'hosts', index];
      return [
        {
          path,
          got: host,
          rule: `must not be a host of services.${owner} as well`,
          fix: 'write another host, or take it out of one of the two',
        },
      ];
    }),
  );
};
