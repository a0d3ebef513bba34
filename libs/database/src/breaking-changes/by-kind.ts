import type { Node } from 'libpg-query';

type Kind = Node extends infer Each ? (Each extends unknown ? keyof Each : never) : never;
type Fields<Of extends Kind> = Extract<Node, Record<Of, unknown>>[Of];

/** What is made of a node, for those kinds of nodes of which something is. */
export type ByKind<Result> = { readonly [Each in Kind]?: (fields: Fields<Each>) => Result };

export function byKind<Result>(table: ByKind<Result>, node: Node): Result | undefined {
  const [kind, fields] = Object.entries(node)[0] ?? [];
  const entry = kind === undefined ? undefined : Reflect.get(table, kind);
  return entry?.(fields);
}
