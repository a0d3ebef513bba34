import { nameFlaw } from '../fields/name.ts';
import type { Flaw, Mistake } from '../mistake.ts';
import type { Rule } from './rule.ts';

const takenNames: Record<string, string> = {
  edge: 'the edge',
  agent: 'the agent',
  guard: 'the guard',
  postgres: 'Postgres',
  redis: 'Redis',
  template0: 'a database that Postgres brings along',
  template1: 'a database that Postgres brings along',
  public: 'a role that Postgres brings along',
  none: 'a role that Postgres brings along',
};

/** Names that are keys: of services and of targets. */
export const namesFit: Rule = (draft) => [
  ...wrongNames('services', draft.services, (name) => nameFlaw(name) ?? takenFlaw(name)),
  ...wrongNames('targets', draft.targets, nameFlaw),
];

function wrongNames(
  field: string,
  named: object = {},
  flawOf: (name: string) => Flaw | undefined,
): Mistake[] {
  return Object.keys(named).flatMap((name) => {
    const flaw = flawOf(name);
    return flaw ? [{ path: [field, name], got: name, ...flaw }] : [];
  });
}

function takenFlaw(name: string): Flaw | undefined {
  const owner = Object.hasOwn(takenNames, name) ? takenNames[name] : undefined;
  return owner === undefined
    ? undefined
    : { rule: `must not be the name of ${owner}`, fix: `write "my-${name}"` };
}
