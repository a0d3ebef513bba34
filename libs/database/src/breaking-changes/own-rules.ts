import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, Node } from 'libpg-query';
import { type ByKind, byKind } from './by-kind.ts';
import type { Rule } from './words.ts';

/** Which rules a statement breaks, of those that the linter does not know. */
export function brokenRules(node: Node): readonly Rule[] {
  return byKind(rules, node) ?? [];
}

const rules: ByKind<Rule[]> = {
  AlterTableStmt: alterations,
  AlterDomainStmt: ({ subtype }) => (subtype === 'O' ? ['domain-constraint'] : []),
  AlterEnumStmt: ({ oldVal }) => (oldVal ? ['rename'] : []),
  AlterObjectSchemaStmt: () => ['move'],
  ClusterStmt: () => ['rewrites-table'],
  DeleteStmt: ({ whereClause }) => (whereClause ? [] : ['delete-all']),
  DoStmt: ({ args = [] }) => (args.some(changesSchema) ? ['hidden-change'] : []),
  DropStmt: ({ removeType = 'OBJECT_TABLE' }) => drops[removeType] ?? [],
  LockStmt: ({ mode = 0 }) => (mode > rowExclusive ? ['lock-table'] : []),
  RefreshMatViewStmt: ({ concurrent, skipData }) => (concurrent || skipData ? [] : ['refresh-blocks']),
  RenameStmt: ({ renameType = 'OBJECT_TABLE' }) => (harmlessRenames.includes(renameType) ? [] : ['rename']),
  TruncateStmt: () => ['empty-table'],
  UpdateStmt: ({ whereClause }) => (whereClause ? [] : ['update-all']),
  VacuumStmt: ({ options = [] }) => (options.some(isFull) ? ['rewrites-table'] : []),
};

/** Tables and indexes are the linter's; triggers, policies and statistics are asked for by nobody. */
const drops: Readonly<Record<string, Rule[]>> = {
  OBJECT_VIEW: ['drop-view'],
  OBJECT_MATVIEW: ['drop-view'],
  OBJECT_FOREIGN_TABLE: ['drop-table'],
  OBJECT_TYPE: ['drop-type'],
  OBJECT_DOMAIN: ['drop-type'],
  OBJECT_FUNCTION: ['drop-function'],
  OBJECT_PROCEDURE: ['drop-function'],
  OBJECT_ROUTINE: ['drop-function'],
  OBJECT_AGGREGATE: ['drop-function'],
  OBJECT_SEQUENCE: ['drop-sequence'],
  OBJECT_SCHEMA: ['drop-schema'],
  OBJECT_EXTENSION: ['drop-extension'],
};

/** Those of columns and tables are the linter's; the others are asked for by nobody. */
const harmlessRenames = [
  'OBJECT_COLUMN',
  'OBJECT_TABLE',
  'OBJECT_INDEX',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_DOMCONSTRAINT',
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
];

/** The lock of an ordinary write. */
const rowExclusive = 3;

function alterations({ cmds = [], objtype }: AlterTableStmt): Rule[] {
  const commands = cmds.flatMap((each) => ('AlterTableCmd' in each ? [each.AlterTableCmd] : []));
  return commands.flatMap((command) => (objtype === 'OBJECT_TYPE' ? ofType(command) : ofTable(command)));
}

function ofType({ subtype }: AlterTableCmd): Rule[] {
  if (subtype === 'AT_DropColumn') return ['drop-column'];
  return subtype === 'AT_AlterColumnType' ? ['change-column-type'] : [];
}

function ofTable({ subtype, name = '', def }: AlterTableCmd): Rule[] {
  switch (subtype) {
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? ofColumn(def.ColumnDef) : [];
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? ofConstraint(def.Constraint) : [];
    case 'AT_ColumnDefault':
      return def ? [] : ['drop-default'];
    case 'AT_DropIdentity':
    case 'AT_DropExpression':
      return ['drop-default'];
    case 'AT_DropConstraint':
      return /(pkey|key|uniq|unique|pk|uk|uq)$/i.test(name) ? ['drop-key'] : [];
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
      return ['rewrites-table'];
    case 'AT_ForceRowSecurity':
      return ['force-row-security'];
    default:
      return [];
  }
}

function ofColumn({ typeName, constraints = [] }: ColumnDef): Rule[] {
  const names = (typeName?.names ?? []).flatMap((each) => ('String' in each ? [each.String.sval ?? ''] : []));
  const isSerial = /^(small|big)?serial[248]?$/.test(names.at(-1) ?? '');
  const checks = constraints.some(
    (each) => 'Constraint' in each && each.Constraint.contype === 'CONSTR_CHECK',
  );
  return [
    ...(isSerial ? (['rewriting-column'] as const) : []),
    ...(checks ? (['check-constraint'] as const) : []),
  ];
}

function ofConstraint({ contype, skip_validation }: Constraint): Rule[] {
  if (contype === 'CONSTR_EXCLUSION') return ['exclusion-constraint'];
  return contype === 'CONSTR_CHECK' && !skip_validation ? ['check-constraint'] : [];
}

function isFull(node: Node): boolean {
  return 'DefElem' in node && node.DefElem.defname === 'full';
}

function changesSchema(node: Node): boolean {
  const body =
    'DefElem' in node && node.DefElem.arg && 'String' in node.DefElem.arg ? node.DefElem.arg.String.sval : '';
  return /\b(drop|rename|truncate|alter\s+(table|type|domain|view)|delete\s+from|execute)\b/i.test(
    body ?? '',
  );
}
