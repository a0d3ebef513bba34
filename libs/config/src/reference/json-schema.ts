import { type FieldSchema, units } from './schema.ts';

/** The JSON schema of the config, for other programs that write or check one. */
export function renderJsonSchema(schema: FieldSchema): string {
  return `${JSON.stringify(schema, (_key, value) => standard(value), 2)}\n`;
}

/** The reference's own words in those that JSON schema knows. */
function standard(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const { unit, kind, defaultsTo, ...rest } = value as FieldSchema;
  return { ...rest, ...(unit && { pattern: units[unit].pattern }) };
}
