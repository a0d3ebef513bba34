import type { Definition } from './reachable.ts';

/** Full name → name in TypeScript: the message's own, with its package before it where several have one name. */
export function typeNames(definitions: readonly Definition[]): ReadonlyMap<string, string> {
  const uses = Map.groupBy(definitions, ownName);
  const nameOf = (definition: Definition) => {
    const name = ownName(definition);
    return uses.get(name)?.length === 1 ? name : `${packageName(definition)}${name}`;
  };
  return new Map(definitions.map((definition) => [definition.typeName, nameOf(definition)]));
}

/** With the names of the messages that it stands in. */
const ownName = ({ typeName, file }: Definition): string =>
  typeName.slice(file.proto.package.length + 1).replaceAll('.', '');

/** `ConfigRoute` for `envoy.config.route.v3`. */
const packageName = ({ file }: Definition): string =>
  file.proto.package
    .replace(/^envoy\./, '')
    .replace(/\.v\d$/, '')
    .replace(/(?:^|[._])([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
