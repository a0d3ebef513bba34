import { rules, statedByFiles } from '../rules/index.ts';
import { type FieldSchema, innerFields, units, wordDefault } from './schema.ts';

/** The reference page in Markdown. */
export function renderPage(schema: FieldSchema): string {
  return [
    '# Platform config',
    '',
    '<!-- Generated from libs/config by `nx run config:reference`. -->',
    '',
    'What `stacks/platform.config.ts` may say. It is checked as a whole before anything is touched, and every mistake is',
    'reported with its line, the rule and what to write instead.',
    '',
    ...section('', schema),
    '## Units',
    '',
    ...Object.entries(units).map(([unit, { notation }]) => `- **${unit}**: ${notation}.`),
    '',
    '## Rules between fields',
    '',
    ...rules.map(({ states }) => `- ${states}`),
    ...statedByFiles.map((states) => `- ${states}`),
    '',
  ].join('\n');
}

function section(path: string, schema: FieldSchema): string[] {
  const fields = Object.entries(schema.properties ?? {});
  return [
    path === '' ? '## The platform' : `## \`${path}\``,
    '',
    '| field | type | default | |',
    '| --- | --- | --- | --- |',
    ...fields.map(([name, field]) => row(name, field, schema)),
    '',
    ...fields.flatMap(([name, field]) => innerSection(path === '' ? name : `${path}.${name}`, field)),
  ];
}

function innerSection(path: string, field: FieldSchema): string[] {
  const inner = innerFields(field);
  return inner ? section(`${path}${inner.suffix}`, inner.schema) : [];
}

function row(name: string, field: FieldSchema, { required = [] }: FieldSchema): string {
  const absent = required.includes(name) ? '**required**' : (wordDefault(field) ?? '');
  return `| \`${name}\` | ${escaped(wordType(field))} | ${absent} | ${escaped(field.description ?? '')} |`;
}

function wordType(field: FieldSchema): string {
  if (field.items) return `list of ${wordType(field.items)}`;
  if (field.additionalProperties) return `${wordType(field.additionalProperties)} by name`;
  if (field.unit) return field.unit;
  if (field.enum) return field.enum.map((value) => `\`'${value}'\``).join(' or ');
  if (field.type === 'integer') return `integer, ${field.minimum} to ${field.maximum}`;
  if (field.type !== 'string') return field.type;
  return field.kind?.replace(/^(an?|the) /, '') ?? 'string';
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
