import type { DescEnum, DescField, DescMessage, FileRegistry } from '@bufbuild/protobuf';

export type Definition = DescMessage | DescEnum;

/** What these messages consist of, each once, by full name. Leaves out deprecated fields and the packages to cut. */
export function reachable(
  definitions: FileRegistry,
  roots: readonly string[],
  cut: readonly string[],
): Definition[] {
  const found = new Map<string, Definition>();
  const visit = (definition: Definition) => {
    if (found.has(definition.typeName)) return;
    found.set(definition.typeName, definition);
    if (definition.kind === 'message') usedFields(definition, cut).flatMap(ownTypeOf).forEach(visit);
  };
  roots.map((root) => messageNamed(definitions, root)).forEach(visit);
  return [...found.values()].toSorted((a, b) => (a.typeName < b.typeName ? -1 : 1));
}

export const usedFields = ({ fields }: DescMessage, cut: readonly string[]): DescField[] =>
  fields.filter(
    (field) => !field.deprecated && !cut.some((prefix) => typeOf(field)?.typeName.startsWith(prefix)),
  );

const typeOf = (field: DescField): Definition | undefined => field.message ?? field.enum;

/** Google's own messages have a JSON form of their own. */
const ownTypeOf = (field: DescField): Definition[] =>
  [typeOf(field) ?? []].flat().filter(({ typeName }) => !typeName.startsWith('google.protobuf.'));

function messageNamed(definitions: FileRegistry, name: string): DescMessage {
  const message = definitions.getMessage(name);
  if (message) return message;
  throw new Error(`${name}: this Envoy has no such message; correct the name in roots.ts`);
}
