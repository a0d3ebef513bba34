import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { referenceFiles } from './files.ts';
import { type FieldSchema, innerFields, inputSchema, wordDefault } from './schema.ts';

const files = Object.entries(referenceFiles()).map(([path, text]) => ({ name: basename(path), path, text }));

test.each(files)('$name is what the schema says; if not: nx run config:reference', ({ path, text }) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('every field has a description, and is required or says what holds without it', () => {
  expect(fieldsWithout(inputSchema(), 'platform')).toEqual([]);
});

function fieldsWithout({ properties = {}, required = [] }: FieldSchema, path: string): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const inner = innerFields(field);
    return [
      ...(field.description && (required.includes(name) || wordDefault(field)) ? [] : [`${path}.${name}`]),
      ...(inner ? fieldsWithout(inner.schema, `${path}.${name}`) : []),
    ];
  });
}
