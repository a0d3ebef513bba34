import type { z } from 'zod';
import { type Fields, platformSchema } from './platform.ts';

/** What can be read of a config that may have mistakes: values that break a rule of their own are absent. */
export type Draft = Partly<Fields>;

type Partly<T> = T extends (infer Item)[]
  ? (Partly<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Partly<T[Key]> | undefined }
    : T;

export interface Reading {
  readonly draft: Draft;
  readonly issues: readonly z.core.$ZodRawIssue[];
}

/** Reads field by field, without stopping at the first issue. */
export function readDraft(input: unknown): Reading {
  // safeParse gives no value when there is an issue, and issues without the schema that found them
  const { value, issues } = platformSchema._zod.run(
    { value: input, issues: [] },
    { async: false },
  ) as z.core.ParsePayload;
  const broken = issues.filter(({ code }) => code !== 'unrecognized_keys');
  const prune = (from: unknown) =>
    broken.reduce((draft: unknown, { path = [] }) => without(draft, path), from);
  // once so that only values of known shape are left, and again so that broken ones differ from absent ones
  return { draft: prune(definite(prune(value))) ?? {}, issues };
}

function without(value: unknown, [first, ...rest]: readonly PropertyKey[]): unknown {
  if (first === undefined || value === null || typeof value !== 'object') return undefined;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  return Object.assign(copy, { [first]: without(Reflect.get(copy, first), rest) });
}

/** The same value without keys that were written as undefined. */
function definite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(definite);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, definite(each)]));
}
