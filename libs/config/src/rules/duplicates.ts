import type { Mistake } from '../mistake.ts';
import { items, type Rule, services, targets } from './rule.ts';

interface List {
  readonly path: readonly PropertyKey[];
  readonly values: readonly (string | undefined)[] | undefined;
  /** Where in the item the value stands. */
  readonly within?: string;
}

/** Lists that are sets; paths are not among them, they have rules of their own. */
export const noDuplicates: Rule = (draft) => [
  ...repeated({
    path: ['server', 'users'],
    values: draft.server?.users?.map((user) => user?.name),
    within: 'name',
  }),
  ...repeated({ path: ['server', 'packages'], values: draft.server?.packages }),
  ...repeated({ path: ['data', 'postgres', 'readers'], values: draft.data?.postgres?.readers }),
  ...targets(draft).flatMap(({ name, target }) =>
    repeated({ path: ['targets', name, 'trustedProxies'], values: target.trustedProxies }),
  ),
  ...services(draft).flatMap(({ name, service }) => [
    ...repeated({ path: ['services', name, 'hosts'], values: service.hosts }),
    ...items(service.protect).flatMap(({ item, index }) =>
      repeated({ path: ['services', name, 'protect', index, 'users'], values: item.users }),
    ),
    ...items(service.access).flatMap(({ item, index }) => [
      ...repeated({ path: ['services', name, 'access', index, 'allow'], values: item.allow }),
      ...repeated({ path: ['services', name, 'access', index, 'deny'], values: item.deny }),
    ]),
    ...repeated({ path: ['services', name, 'uses'], values: service.uses }),
  ]),
];

function repeated({ path, values = [], within }: List): Mistake[] {
  return items(values).flatMap(({ item, index }): Mistake[] => {
    const first = values.indexOf(item);
    if (first === index) return [];
    const place = [...path, index, ...(within === undefined ? [] : [within])];
    return [
      { path: place, got: item, rule: `is in ${String(path.at(-1))}[${first}] already`, fix: 'leave it out' },
    ];
  });
}
