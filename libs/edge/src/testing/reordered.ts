import { createHash } from 'node:crypto';
import type { AccessPlan } from '@causeway/plan';
import type { LiveService } from '../live.ts';
import type { EdgeInput } from './any-edge.ts';

/** The same with its lists and records in another order, wherever it means nothing. */
export function reordered({ plan, live, secrets, leaving, challenges }: EdgeInput, seed: number): EdgeInput {
  const shuffled = <Item>(items: readonly Item[]) => shuffle(items, seed);
  return {
    plan: {
      ...plan,
      services: shuffled(plan.services).map((service) => ({
        ...service,
        hosts: withOrderOfNames(shuffled(service.hosts), service.hosts),
        block: shuffled(service.block),
        ...(service.limits && { limits: shuffled(service.limits) }),
        ...(service.access && { access: shuffled(service.access).map(withShuffledNetworks(shuffled)) }),
        ...(service.errorPages && {
          errorPages: Object.fromEntries(shuffled(Object.entries(service.errorPages))),
        }),
        protect: shuffled(service.protect).map((path) => ({ ...path, users: shuffled(path.users) })),
      })),
    },
    live: shuffled(live).map((service) => withShuffledReleases(service, shuffled)),
    ...(leaving && {
      leaving: shuffled(leaving).map(({ settings, live }) => ({
        settings,
        live: withShuffledReleases(live, shuffled),
      })),
    }),
    ...(challenges && { challenges }),
    secrets: { ...secrets, users: Object.fromEntries(shuffled(Object.entries(secrets.users))) },
  };
}

type Shuffled = <Item>(items: readonly Item[]) => Item[];

const withShuffledReleases = (service: LiveService, shuffled: Shuffled): LiveService => ({
  ...service,
  releases: shuffled(service.releases).map((release) => ({
    ...release,
    endpoints: shuffled(release.endpoints),
  })),
});

const withShuffledNetworks =
  (shuffled: Shuffled) =>
  ({ path, allow, deny }: AccessPlan): AccessPlan => ({
    path,
    ...(allow && { allow: shuffled(allow) }),
    ...(deny && { deny: shuffled(deny) }),
  });

// health checks ask for the first
const withOrderOfNames = (shuffled: readonly string[], hosts: readonly string[]): string[] => [
  ...shuffled.filter((host) => host.includes('*')),
  ...hosts.filter((host) => !host.includes('*')),
];

const shuffle = <Item>(items: readonly Item[], seed: number): Item[] =>
  items
    .map((item, index) => ({ item, place: hash(`${seed} ${index}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ item }) => item);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
