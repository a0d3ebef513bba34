import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import type { Constraints } from './constraints.ts';
import { type Definition, usedFields } from './reachable.ts';
import { type Names, typeText } from './type-text.ts';

export interface Context {
  readonly names: Names;
  readonly constraints: Constraints;
  readonly cut: readonly string[];
}

/** One definition as a TypeScript type. */
export function declaration(definition: Definition, context: Context): string {
  const name = context.names.get(definition.typeName);
  const comment = `/** ${definition.typeName} */`;
  return definition.kind === 'enum'
    ? `${comment}\nexport type ${name} = ${enumText(definition)};\n`
    : `${comment}\n${messageText(`${name}`, definition, context)}\n`;
}

const enumText = ({ values }: DescEnum): string =>
  values
    .filter(({ deprecated }) => !deprecated)
    .map(({ name }) => `'${name}'`)
    .join(' | ');

function messageText(name: string, message: DescMessage, context: Context): string {
  const fields = usedFields(message, context.cut);
  const choices = message.oneofs
    .map((oneof) => fields.filter((field) => field.oneof === oneof))
    .filter(({ length }) => length > 1)
    .map((alternatives) => choiceText(alternatives, context));
  const single = fields.filter((field) => isAlone(field, fields)).map((field) => fieldText(field, context));
  if (choices.length === 0) return `export interface ${name} ${block(single)}`;
  const parts = single.length === 0 ? choices : [block(single), ...choices];
  return `export type ${name} = ${parts.join(' & ')};`;
}

/** What is left of its choice when deprecated fields are gone is none. */
const isAlone = ({ oneof, number }: DescField, fields: readonly DescField[]): boolean =>
  !oneof || !fields.some((other) => other.oneof === oneof && other.number !== number);

function choiceText(fields: readonly DescField[], { names, constraints }: Context): string {
  const isRequired = fields.some(({ oneof }) => oneof && constraints.isRequired(oneof));
  const lines = fields.map((field) => `readonly ${field.name}: ${typeText(field, names)};`);
  return `${isRequired ? 'OneOf' : 'AtMostOneOf'}<${block(lines)}>`;
}

function fieldText(field: DescField, { names, constraints }: Context): string {
  const isRequired = constraints.isRequired(field.oneof ?? field);
  const mark = isRequired ? '' : '?';
  return `readonly ${field.name}${mark}: ${typeText(field, names)};`;
}

const block = (lines: readonly string[]): string =>
  lines.length === 0 ? '{}' : `{\n${lines.map((line) => `  ${line}\n`).join('')}}`;
