import type { Mistake } from '../mistake.ts';
import { covers, same } from './covers.ts';
import { blockedPaths, forEachService, items, type ServiceDraft } from './rule.ts';

/** A blocked path is answered before anybody is asked for a password, and of two equal ones only the first counts. */
export const protectedPathsAreAlive = forEachService((service, servicePath) =>
  items(service.protect).flatMap(({ item, index }): Mistake[] => {
    if (item.path === undefined) return [];
    const killer = blockedBy(service, item.path) ?? repeats(service, item.path, index);
    if (killer === undefined) return [];
    const path = [...servicePath, 'protect', index, 'path'];
    return [{ path, got: item.path, ...killer }];
  }),
);

function blockedBy(service: ServiceDraft, path: string) {
  const found = blockedPaths(service).find(({ item }) => covers(item, path));
  if (!found) return undefined;
  return {
    rule: `is never asked for: block[${found.index}] ${JSON.stringify(found.item)} answers 404 first`,
    fix: 'leave it out here or in block',
  };
}

function repeats({ protect }: ServiceDraft, path: string, before: number) {
  const found = items(protect).find(
    ({ item, index }) => index < before && item.path !== undefined && same(item.path, path),
  );
  if (!found) return undefined;
  return {
    rule: `is the path of protect[${found.index}] already, upper and lower case being one`,
    fix: `write its users into protect[${found.index}]`,
  };
}
