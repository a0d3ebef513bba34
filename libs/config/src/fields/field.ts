import { z } from 'zod';
import { display, type Flaw } from '../mistake.ts';

/** What a value must be, in the words of the mistakes and of the reference. */
export interface Kind {
  /** Goes on after "must be". */
  readonly is: string;
  readonly example: unknown;
  /** The value that the author of a wrong one most likely meant. */
  readonly meant?: (got: unknown) => unknown;
  /** Heading in the reference that explains the notation. */
  readonly unit?: string;
  /** What to do where the value is missing, if the example alone does not say it. */
  readonly whenMissing?: string;
}

export const kinds = z.registry<Kind>();

/** A string with a kind of its own; the flaw is looked for in every string, before anything is made of it. */
export function text(kind: Kind, flawOf: (value: string) => Flaw | undefined) {
  return ofKind(checked(z.string(), flawOf), kind);
}

export function integer(kind: Kind, { min, max }: { min: number; max: number }) {
  const meant = (got: unknown) => (/^\d+$/.test(String(got)) ? Number(got) : undefined);
  return ofKind(z.int().min(min).max(max), { meant, ...kind });
}

export function flag() {
  return ofKind(z.boolean(), {
    is: 'true or false',
    example: true,
    meant: (got) => ['true', 'yes', 'on', '1'].includes(String(got).toLowerCase()),
  });
}

/** Keeps the kind beside the schema, where the wording of mistakes and the reference find it. */
export function ofKind<Schema extends z.ZodType>(schema: Schema, kind: Kind): Schema {
  const { is, example, unit } = kind;
  const described = schema.meta({ kind: is, examples: [example], ...(unit && { unit }) }) as Schema;
  kinds.add(described, kind);
  return described;
}

/** A list or record that must not be empty. */
export function filled<Schema extends z.ZodType<object>>(
  schema: Schema,
  what: string,
  example: object,
): Schema {
  const kind = { is: Array.isArray(example) ? 'a list' : 'an object', example };
  const flaw = { rule: `must name at least one ${what}`, fix: `write ${display(example)}` };
  return ofKind(
    checked(schema, (value) => (Object.keys(value).length > 0 ? undefined : flaw)),
    kind,
  );
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  flawOf: (value: z.output<Schema>) => Flaw | undefined,
) {
  return schema.check((context) => {
    const flaw = flawOf(context.value);
    if (flaw) context.issues.push({ code: 'custom', input: context.value, params: { ...flaw } });
  });
}
