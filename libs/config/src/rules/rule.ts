import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';

/** What must hold between fields; a rule is silent about values that are absent from the draft. */
export type Rule = (draft: Draft) => Mistake[];

export interface StatedRule {
  /** As the reference says it. */
  readonly states: string;
  readonly rule: Rule;
}

export type ServiceDraft = NonNullable<NonNullable<Draft['services']>[string]>;
export type TargetDraft = NonNullable<NonNullable<Draft['targets']>[string]>;

/** A rule that looks at one service at a time. */
export function forEachService(
  check: (service: ServiceDraft, path: readonly PropertyKey[], draft: Draft) => Mistake[],
): Rule {
  return (draft) => services(draft).flatMap(({ name, service }) => check(service, ['services', name], draft));
}

export function services(draft: Draft): { name: string; service: ServiceDraft }[] {
  return Object.entries(draft.services ?? {}).flatMap(([name, service]) =>
    service ? [{ name, service }] : [],
  );
}

export function targets(draft: Draft): { name: string; target: TargetDraft }[] {
  return Object.entries(draft.targets ?? {}).flatMap(([name, target]) => (target ? [{ name, target }] : []));
}

/** Blocked paths with their places, without one that blocks everything, which is a mistake of its own. */
export function blockedPaths({ block }: ServiceDraft): { item: string; index: number }[] {
  return items(block).filter(({ item }) => item !== '/');
}

/** The items of a list that could be read, with their places. */
export function items<Item>(
  list: readonly (Item | undefined)[] | undefined,
): { item: Item; index: number }[] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [{ item, index }]));
}
