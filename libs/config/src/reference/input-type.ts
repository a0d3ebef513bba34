import { type FieldSchema, wordDefault } from './schema.ts';

/** The type of the config, with a doc comment for each field, which editors show. */
export function renderInputType(schema: FieldSchema): string {
  return [
    '// Generated from the schema by `nx run config:reference`.',
    '',
    '/** What an author writes in `stacks/platform.config.ts`. */',
    `export interface PlatformInput ${renderType(schema, '')}`,
    '',
  ].join('\n');
}

function renderType(field: FieldSchema, indent: string): string {
  if (field.properties) return renderObject(field, indent);
  if (field.items) return renderList(field.items, indent);
  if (field.additionalProperties) return renderRecord(field.additionalProperties, indent);
  if (field.enum) return field.enum.map((value) => `'${value}'`).join(' | ');
  return field.type === 'integer' ? 'number' : field.type;
}

function renderList(items: FieldSchema, indent: string): string {
  const type = renderType(items, indent);
  return items.enum ? `readonly (${type})[]` : `readonly ${type}[]`;
}

function renderObject({ properties = {}, required = [] }: FieldSchema, indent: string): string {
  const fields = Object.entries(properties).flatMap(([name, field]) => [
    `${indent}  /** ${comment(field)} */`,
    `${indent}  readonly ${name}${required.includes(name) ? '' : '?'}: ${renderType(field, `${indent}  `)};`,
  ]);
  return `{\n${fields.join('\n')}\n${indent}}`;
}

function renderRecord(values: FieldSchema, indent: string): string {
  // a string may be read from the environment, where it may be missing: that is reported with its line
  const absent = values.type === 'string' ? ' | undefined' : '';
  return `{ readonly [name: string]: ${renderType(values, indent)}${absent} }`;
}

function comment(field: FieldSchema): string {
  const fallback = wordDefault(field);
  return [
    field.description,
    field.unit && `A ${field.unit}.`,
    field.minimum !== undefined && `From ${field.minimum} to ${field.maximum}.`,
    fallback && `Default: ${fallback}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
