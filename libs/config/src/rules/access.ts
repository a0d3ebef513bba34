import { contains } from '../fields/network.ts';
import type { Mistake } from '../mistake.ts';
import { covers, same } from './covers.ts';
import { blockedPaths, forEachService, items, type ServiceDraft } from './rule.ts';

/** An entry has a list, a path that is asked for, and no address that the other list makes idle. */
export const accessHasUse = forEachService((service, servicePath) =>
  items(service.access).flatMap(({ item, index }): Mistake[] => {
    const path = [...servicePath, 'access', index];
    return [
      ...withoutList(item, path),
      ...idlePath(service, item.path, index).map((flaw) => ({
        path: [...path, 'path'],
        got: item.path,
        ...flaw,
      })),
      ...everyAddress(item, path),
      ...deniedAnyhow(item, path),
    ];
  }),
);

type Access = NonNullable<NonNullable<ServiceDraft['access']>[number]>;

function withoutList(access: Access, path: readonly PropertyKey[]): Mistake[] {
  if ('allow' in access || 'deny' in access) return [];
  return [{ path, rule: 'has neither allow nor deny', fix: 'write allow: ["203.0.113.0/24"]' }];
}

function idlePath(service: ServiceDraft, path: string | undefined, before: number) {
  if (path === undefined) return [];
  const blocked = blockedPaths(service).find(({ item }) => covers(item, path));
  if (blocked) {
    return [
      {
        rule: `is for nobody: block[${blocked.index}] ${JSON.stringify(blocked.item)} covers it`,
        fix: 'leave it out here or in block',
      },
    ];
  }
  const found = items(service.access).find(
    ({ item, index }) => index < before && item.path !== undefined && same(item.path, path),
  );
  if (!found) return [];
  const place = `access[${found.index}]`;
  return [
    {
      rule: `is the path of ${place} already, upper and lower case being one`,
      fix: `write its networks into ${place}`,
    },
  ];
}

function everyAddress(access: Access, path: readonly PropertyKey[]): Mistake[] {
  return (['allow', 'deny'] as const).flatMap((list) =>
    items(access[list])
      .filter(({ item }) => item.endsWith('/0'))
      .map(({ item, index }) => ({
        path: [...path, list, index],
        got: item,
        rule: 'must not be every address',
        fix: list === 'allow' ? 'leave it out' : 'leave it out, or write the path into block',
      })),
  );
}

function deniedAnyhow({ allow, deny }: Access, path: readonly PropertyKey[]): Mistake[] {
  return items(allow).flatMap(({ item, index }) => {
    const found = items(deny).find((denied) => contains(denied.item, item));
    if (!found) return [];
    const rule = `is denied by deny[${found.index}] ${JSON.stringify(found.item)}, which goes first`;
    return [{ path: [...path, 'allow', index], got: item, rule, fix: 'leave it out here or there' }];
  });
}
