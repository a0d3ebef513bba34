import { overlap } from '../fields/subnet.ts';
import type { Mistake } from '../mistake.ts';
import { items, type Rule, type TargetDraft, targets } from './rule.ts';

interface Named {
  readonly name: string;
  readonly target: TargetDraft;
}

/** One port cannot do two things. */
export const portsDiffer: Rule = (draft) =>
  targets(draft).flatMap(({ name, target: { http, https, metrics } }) => [
    ...samePort(['targets', name, 'https'], https, { http }, http === 443 ? 8443 : 443),
    ...samePort(['targets', name, 'metrics'], metrics, { http, https }, 9464),
  ]);

function samePort(
  path: readonly string[],
  got: number | undefined,
  others: Readonly<Record<string, number | undefined>>,
  instead: number,
): Mistake[] {
  const other = Object.keys(others).find((name) => got !== undefined && others[name] === got);
  return other ? [{ path, got, rule: `must not be the port of ${other}`, fix: `write ${instead}` }] : [];
}

/** Targets on one computer share its ports, and those on one engine its addresses. */
export const targetsAreApart: Rule = (draft) =>
  targets(draft).flatMap((later, index, all) =>
    all
      .slice(0, index)
      .flatMap((earlier) => [
        ...(shareComputer(earlier, later) ? samePorts(earlier, later) : []),
        ...(shareEngine(earlier, later) ? sharedAddresses(earlier, later) : []),
      ]),
  );

// what the docker command uses unless told otherwise
const dockersOwn = 'unix:///var/run/docker.sock';

/** The ports of a machine are forwarded from the computer that docker's own engine is on. */
function shareComputer(one: Named, other: Named): boolean {
  return shareEngine(withoutMachine(one), withoutMachine(other));
}

function withoutMachine({ name, target: { machine: _, ...target } }: Named): Named {
  return { name, target };
}

function shareEngine({ target: one }: Named, { target: other }: Named): boolean {
  if ('machine' in one || 'machine' in other) return false;
  return enginesOf(one).some((engine) => enginesOf(other).includes(engine));
}

/** None that could not be read. */
function enginesOf(target: TargetDraft): string[] {
  if ('hosts' in target) return items(target.hosts).flatMap(({ item }) => item.host ?? []);
  if ('host' in target) return target.host === undefined ? [] : [target.host];
  return [dockersOwn];
}

function samePorts(earlier: Named, later: Named): Mistake[] {
  return (['http', 'https'] as const).flatMap((field): Mistake[] => {
    const port = later.target[field];
    const other = (['http', 'https'] as const).find(
      (each) => port !== undefined && earlier.target[each] === port,
    );
    if (other === undefined) return [];
    const rule = `must not be targets.${earlier.name}.${other}: both are on one computer`;
    return [
      { path: ['targets', later.name, field], got: port, rule, fix: 'write another port, or another host' },
    ];
  });
}

function sharedAddresses(earlier: Named, later: Named): Mistake[] {
  const [first, second] = [earlier.target.subnet, later.target.subnet];
  if (first === undefined || second === undefined || !overlap(first, second)) return [];
  const rule = `must not share addresses with targets.${earlier.name}.subnet ${first}: both are on one engine`;
  return [
    {
      path: ['targets', later.name, 'subnet'],
      got: second,
      rule,
      fix: `write another network, such as "${apart(second)}"`,
    },
  ];
}

/** The same width, well away from the default and its neighbours. */
function apart(subnet: string): string {
  return `10.${subnet.startsWith('10.222.') ? 231 : 222}.0.0/${subnet.split('/')[1]}`;
}

/** The engine of a machine is the one inside it. */
export const machineOrHost: Rule = (draft) =>
  targets(draft).flatMap(({ name, target: { machine, host } }) =>
    machine && host
      ? [
          {
            path: ['targets', name, 'host'],
            got: host,
            rule: 'must not be there beside machine, whose engine is its own',
            fix: 'remove one of both',
          },
        ]
      : [],
  );
