import { constraintsOf } from './constraints.ts';
import { declaration } from './declaration.ts';
import { definitionsIn } from './definitions.ts';
import { typeNames } from './names.ts';
import { reachable } from './reachable.ts';
import { cut, documents, extensions, resources } from './roots.ts';

/** The TypeScript file with the messages that we write, in their JSON form, as this Envoy binary defines them. */
export function envoyTypes(binary: Buffer): string {
  const definitions = definitionsIn(binary);
  const packed = [...resources, ...extensions];
  const used = reachable(definitions, [...documents, ...packed], cut);
  const names = typeNames(used);
  const context = { names, constraints: constraintsOf(definitions), cut };
  return [
    header,
    packedText(packed, names),
    ...used.map((definition) => declaration(definition, context)),
  ].join('\n');
}

const header = `// Written by \`npx nx run edge:types\` from the definitions in the Envoy binary.

/** Seconds with a unit: \`0.1s\`. */
export type Duration = \`\${number}s\`;

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** One of these fields and none of the others. */
export type OneOf<Fields> = {
  [Name in keyof Fields]: Pick<Fields, Name> & { readonly [Other in Exclude<keyof Fields, Name>]?: never };
}[keyof Fields];

export type AtMostOneOf<Fields> = OneOf<Fields> | { readonly [Name in keyof Fields]?: never };

/** A message with the name of its type. */
export type Any = { [Type in keyof Packed]: PackedAs<Type> }[keyof Packed];

export type PackedAs<Type extends keyof Packed> = Packed[Type] & {
  readonly '@type': \`type.googleapis.com/\${Type}\`;
};
`;

const packedText = (types: readonly string[], names: ReadonlyMap<string, string>): string =>
  `/** What is packed into Any, by full name. */
export interface Packed {
${types.map((type) => `  readonly '${type}': ${names.get(type)};\n`).join('')}}
`;
