import { overlap } from '../fields/subnet.ts';
import type { Mistake } from '../mistake.ts';
import { items, type Rule, type TargetDraft, targets } from './rule.ts';

interface Named {
  readonly name: string;
  readonly target: TargetDraft;
}

/** A target says in one way on which machines it is. */
export const hostsStandAlone: Rule = (draft) =>
  targets(draft).flatMap(({ name, target }): Mistake[] => {
    const other = (['host', 'machine'] as const).find((field) => field in target);
    if (!('hosts' in target) || !other) return [];
    const rule = `must not be there beside ${other}, which says where the target is as well`;
    return [{ path: ['targets', name, 'hosts'], rule, fix: 'remove one of both' }];
  });

/** Each is another machine, which is reached by ssh. */
export const hostsAreMachines: Rule = (draft) =>
  targets(draft).flatMap((named) => [
    ...items(named.target.hosts).flatMap(({ item: { host }, index }): Mistake[] =>
      host === undefined || host.startsWith('ssh://')
        ? []
        : [
            {
              path: [...pathOf(named), index, 'host'],
              got: host,
              rule: 'must be a machine of its own, reached by ssh',
              fix: 'write "ssh://deploy@www.example.com"',
            },
          ],
    ),
    ...twice(named, 'host'),
    ...twice(named, 'address'),
  ]);

function twice(named: Named, field: 'host' | 'address'): Mistake[] {
  const values = items(named.target.hosts).map(({ item, index }) => ({ value: item[field], index }));
  return values.flatMap(({ value, index }): Mistake[] => {
    const first = values.find((each) => value !== undefined && each.value === value);
    if (!first || first.index === index) return [];
    const path = [...pathOf(named), index, field];
    return [{ path, got: value, rule: `is that of hosts[${first.index}] already`, fix: 'write another' }];
  });
}

/** What is sent to a container's address never leaves a machine. */
export const hostsAreOutsideTheirContainers: Rule = (draft) =>
  targets(draft).flatMap((named): Mistake[] => {
    const { subnet, machine } = named.target;
    if (subnet === undefined) return [];
    const rule = `must not be in ${subnet}, the subnet of the containers`;
    const inside = items(named.target.hosts).filter(
      ({ item: { address } }) => address !== undefined && overlap(subnet, `${address}/32`),
    );
    const network = (machine?.hosts ?? 1) > 1 ? machine?.network : undefined;
    return [
      ...inside.map(({ item, index }) => ({
        path: [...pathOf(named), index, 'address'],
        got: item.address,
        rule,
        fix: 'write the address by which the other hosts reach it, or another subnet',
      })),
      ...(network !== undefined && overlap(subnet, network)
        ? [
            {
              path: ['targets', named.name, 'machine', 'network'],
              got: network,
              rule: `must not share addresses with ${subnet}, the subnet of the containers`,
              fix: 'write another of both',
            },
          ]
        : []),
    ];
  });

/** The authority would ask any of them for the proof that one of them has. */
export const acmeHasOneHost: Rule = (draft) =>
  targets(draft).flatMap(({ name, target }): Mistake[] => {
    const { mode } = target.tls ?? draft.edge?.tls ?? {};
    const field = (target.hosts?.length ?? 1) > 1 ? 'hosts' : 'machine';
    const count = field === 'hosts' ? target.hosts?.length : target.machine?.hosts;
    if (mode !== 'acme' || (count ?? 1) < 2) return [];
    const rule =
      'must be one host where the TLS mode is "acme", whose authority asks any of them for a proof';
    return [{ path: ['targets', name, field], rule, fix: 'write the mode "files" for this target' }];
  });

function pathOf({ name }: Named): PropertyKey[] {
  return ['targets', name, 'hosts'];
}
