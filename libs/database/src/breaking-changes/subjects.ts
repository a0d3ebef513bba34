import type { AlterTableStmt, Node, RangeVar, RenameStmt } from 'libpg-query';
import { type ByKind, byKind } from './by-kind.ts';

/** What a statement is about, such as `relation note` or `type mood`; tables, views and indexes share their names. */
export type Subject = `${SubjectKind} ${string}`;

type SubjectKind = 'relation' | 'type' | 'function' | 'schema';

export interface Creation {
  readonly subject: Subject;
  /** False for `IF NOT EXISTS` and `OR REPLACE`: it may have been there before. */
  readonly certain: boolean;
}

/** What a statement makes. */
export function created(node: Node): readonly Creation[] {
  return byKind(creations, node) ?? [];
}

/** What must have been there for a statement to do anything. */
export function touched(node: Node): readonly Subject[] {
  return byKind(touches, node) ?? [];
}

const creations: ByKind<Creation[]> = {
  CreateStmt: ({ relation, if_not_exists }) => made(relations(relation), if_not_exists),
  CreateForeignTableStmt: ({ base }) => made(relations(base?.relation), base?.if_not_exists),
  CreateTableAsStmt: ({ into, if_not_exists }) => made(relations(into?.rel), if_not_exists),
  SelectStmt: ({ intoClause }) => made(relations(intoClause?.rel)),
  ViewStmt: ({ view, replace }) => made(relations(view), replace),
  CreateSeqStmt: ({ sequence, if_not_exists }) => made(relations(sequence), if_not_exists),
  IndexStmt: ({ relation, idxname, if_not_exists }) =>
    made(relations(renamed(relation, idxname)), if_not_exists),
  CreateEnumStmt: ({ typeName }) => made([`type ${joined(typeName)}`]),
  CreateRangeStmt: ({ typeName }) => made([`type ${joined(typeName)}`]),
  CreateDomainStmt: ({ domainname }) => made([`type ${joined(domainname)}`]),
  CompositeTypeStmt: ({ typevar }) => made([`type ${relationName(typevar)}`]),
  CreateFunctionStmt: ({ funcname, replace }) => made([`function ${joined(funcname)}`], replace),
  CreateSchemaStmt: ({ schemaname, if_not_exists }) => made([`schema ${schemaname}`], if_not_exists),
  RenameStmt: (statement) => made(renamedTo(statement)),
};

const touches: ByKind<Subject[]> = {
  AlterTableStmt: alteredBy,
  AlterDomainStmt: ({ typeName }) => [`type ${joined(typeName)}`],
  AlterEnumStmt: ({ typeName }) => [`type ${joined(typeName)}`],
  AlterObjectSchemaStmt: ({ relation, object, objectType }) =>
    relation ? relations(relation) : objects(object ? [object] : [], objectType),
  AlterOwnerStmt: ({ relation, object, objectType }) =>
    relation ? relations(relation) : objects(object ? [object] : [], objectType),
  ClusterStmt: ({ relation }) => relations(relation),
  CreateTrigStmt: ({ relation }) => relations(relation),
  DeleteStmt: ({ relation }) => relations(relation),
  DropStmt: ({ objects: dropped = [], removeType }) => objects(dropped, removeType),
  IndexStmt: ({ relation }) => relations(relation),
  LockStmt: ({ relations: locked = [] }) => relations(...locked.map(rangeOf)),
  RefreshMatViewStmt: ({ relation }) => relations(relation),
  ReindexStmt: ({ relation }) => relations(relation),
  RenameStmt: ({ relation, object, renameType }) =>
    relation ? relations(relation) : objects(object ? [object] : [], renameType),
  TruncateStmt: ({ relations: emptied = [] }) => relations(...emptied.map(rangeOf)),
  UpdateStmt: ({ relation }) => relations(relation),
  VacuumStmt: ({ rels = [] }) => relations(...rels.map(vacuumed)),
};

const subjectKinds: Readonly<Record<string, SubjectKind>> = {
  OBJECT_TABLE: 'relation',
  OBJECT_FOREIGN_TABLE: 'relation',
  OBJECT_VIEW: 'relation',
  OBJECT_MATVIEW: 'relation',
  OBJECT_INDEX: 'relation',
  OBJECT_SEQUENCE: 'relation',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
  OBJECT_SCHEMA: 'schema',
};

function made(subjects: readonly Subject[], uncertain = false): Creation[] {
  return subjects.map((subject) => ({ subject, certain: !uncertain }));
}

function relations(...ranges: readonly (RangeVar | undefined)[]): Subject[] {
  return ranges.flatMap((range): Subject[] => (range?.relname ? [`relation ${relationName(range)}`] : []));
}

function renamed(range: RangeVar | undefined, relname: string | undefined): RangeVar | undefined {
  return relname ? { ...range, relname } : undefined;
}

/** A renamed column leaves its table's name as it is. */
function renamedTo({ relation, renameType, newname }: RenameStmt): Subject[] {
  return subjectKinds[renameType ?? ''] === 'relation' ? relations(renamed(relation, newname)) : [];
}

function alteredBy({ relation, objtype }: AlterTableStmt): Subject[] {
  return objtype === 'OBJECT_TYPE' ? [`type ${relationName(relation)}`] : relations(relation);
}

function rangeOf(node: Node): RangeVar | undefined {
  return 'RangeVar' in node ? node.RangeVar : undefined;
}

function vacuumed(node: Node): RangeVar | undefined {
  return 'VacuumRelation' in node ? node.VacuumRelation.relation : undefined;
}

function objects(nodes: readonly Node[], type: string | undefined): Subject[] {
  const kind = subjectKinds[type ?? ''];
  return kind ? nodes.map((node): Subject => `${kind} ${objectName(node)}`) : [];
}

function objectName(node: Node): string {
  if ('List' in node) return joined(node.List.items);
  if ('TypeName' in node) return joined(node.TypeName.names);
  if ('ObjectWithArgs' in node) return joined(node.ObjectWithArgs.objname);
  return joined([node]);
}

function joined(nodes: readonly Node[] | undefined): string {
  return qualified((nodes ?? []).map((node) => ('String' in node ? node.String.sval : undefined)));
}

function relationName(range: RangeVar | undefined): string {
  return qualified([range?.schemaname, range?.relname]);
}

/** A name without a schema is in `public`. */
function qualified(parts: readonly (string | undefined)[]): string {
  const known = parts.filter((part) => part);
  return (known.length > 1 && known[0] === 'public' ? known.slice(1) : known).join('.');
}
