import { z } from 'zod';
import { display } from '../mistake.ts';
import { platformSchema } from '../platform.ts';

/** A node of the input's JSON schema, with what only the reference says. */
export interface FieldSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly default?: unknown;
  /** What holds where a field without default is absent. */
  readonly defaultsTo?: string;
  /** What a string is: `a path`. */
  readonly kind?: string;
  readonly unit?: keyof typeof units;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: FieldSchema | false;
  readonly items?: FieldSchema;
}

/** Notations of values that are strings in the config and numbers afterwards. */
export const units = {
  duration: {
    notation: "digits and `ms`, `s`, `m` or `h`: `'500ms'`, `'60s'`, `'2m'`, `'1h'`",
    pattern: '^\\d{1,9}(ms|s|m|h)$',
  },
  percentage: {
    notation: "a number and `%`: `'5%'`, `'0.5%'`",
    pattern: '^\\d{1,3}(\\.\\d{1,2})?%$',
  },
  size: {
    notation: "digits and `KiB`, `MiB` or `GiB`: `'256MiB'`, `'1GiB'`",
    pattern: '^\\d{1,9}(KiB|MiB|GiB)$',
  },
};

export function inputSchema(): FieldSchema {
  return z.toJSONSchema(platformSchema, { io: 'input' }) as unknown as FieldSchema;
}

/** The fields inside a field, if it has any: its own, those of its items, or those of what it names. */
export function innerFields(field: FieldSchema): { schema: FieldSchema; suffix: string } | undefined {
  const named = field.additionalProperties || undefined;
  if (field.properties) return { schema: field, suffix: '' };
  if (field.items?.properties) return { schema: field.items, suffix: '[]' };
  if (named?.properties) return { schema: named, suffix: '.<name>' };
  return undefined;
}

/** `'60s'`, `[]`: a default as one would write it; absent where there is none. */
export function wordDefault({ default: value, defaultsTo }: FieldSchema): string | undefined {
  if (value === undefined) return defaultsTo;
  return `\`${display(value).replaceAll('"', "'")}\``;
}
