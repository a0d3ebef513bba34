import { z } from 'zod';
import { kinds } from './fields/field.ts';
import { display, type Flaw, type Mistake } from './mistake.ts';
import { nearest, suggest } from './suggest.ts';

type Issue = z.core.$ZodRawIssue;

/** The mistakes behind one issue of the schema. */
export function mistakesOf(issue: Issue): Mistake[] {
  const path = issue.path ?? [];
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue as Issue & { keys: string[] }, path);
  if (issue.input === undefined) return [{ path, ...missing(issue, path) }];
  return [{ path, got: issue.input, ...flawOf(issue) }];
}

function unknownKeys({ keys, inst }: Issue & { keys: string[] }, path: readonly PropertyKey[]): Mistake[] {
  const known = inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
  return keys.map((key) => ({
    path: [...path, key],
    rule: 'is not a known field',
    fix: suggest(key, known),
  }));
}

function missing(issue: Issue, path: readonly PropertyKey[]): Flaw {
  const key = path.at(-1);
  const example = `${typeof key === 'string' ? `${key}: ` : ''}${display(exampleOf(issue))}`;
  return { rule: 'is missing', fix: kindOf(issue.inst)?.whenMissing ?? `write ${example}` };
}

function flawOf(issue: Issue): Flaw {
  switch (issue.code) {
    case 'custom':
      return issue.params as unknown as Flaw;
    case 'too_small':
      return { rule: `must be at least ${issue.minimum}`, fix: `write ${issue.minimum} or more` };
    case 'too_big':
      return { rule: `must be at most ${issue.maximum}`, fix: `write ${issue.maximum} or less` };
    case 'invalid_value':
      return choice(issue.values as string[], issue.input);
    default:
      return { rule: `must be ${expected(issue)}`, fix: `write ${display(meantBy(issue))}` };
  }
}

function choice(values: readonly string[], got: unknown): Flaw {
  const meant = nearest(String(got), values) ?? values[0];
  return { rule: `must be ${values.map(display).join(' or ')}`, fix: `write ${display(meant)}` };
}

function expected({ inst, expected }: Issue): string {
  const kind = kindOf(inst);
  if (kind) return kind.is;
  return expected === 'array' ? 'a list' : 'an object';
}

function meantBy(issue: Issue): unknown {
  return kindOf(issue.inst)?.meant?.(issue.input) ?? exampleOf(issue);
}

function exampleOf({ inst, input }: Issue): unknown {
  if (!(inst instanceof z.ZodArray)) return kindOf(inst)?.example ?? {};
  return listOf(input) ?? kindOf(inst)?.example ?? [];
}

/** One item, or several in one string, where a list is wanted. */
function listOf(input: unknown): unknown[] | undefined {
  if (typeof input === 'string') return input.split(/[\s,]+/).filter(Boolean);
  return input !== null && typeof input === 'object' ? [input] : undefined;
}

function kindOf(inst: unknown) {
  return inst instanceof z.ZodType ? kinds.get(inst) : undefined;
}
