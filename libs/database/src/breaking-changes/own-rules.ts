import type {
  AlterTableCmd,
  AlterTableStmt,
  ColumnDef,
  Constraint,
  Node,
  RenameStmt,
  WithClause,
} from 'libpg-query';
import { type ByKind, byKind } from './by-kind.ts';
import type { Rule } from './words.ts';

/** Which rules a statement breaks, of those that the linter does not know; what stands in a WITH clause counts. */
export function brokenRules(node: Node): readonly Rule[] {
  return [...(byKind(rules, node) ?? []), ...withQueries(node).flatMap(brokenRules)];
}

const rules: ByKind<Rule[]> = {
  AlterTableStmt: alterations,
  AlterDomainStmt: ({ subtype }) => (subtype === 'O' ? ['domain-constraint'] : []),
  AlterEnumStmt: ({ oldVal }) => (oldVal ? ['rename'] : []),
  AlterObjectSchemaStmt: () => ['move'],
  AlterOwnerStmt: () => ['change-owner'],
  ClusterStmt: () => ['rewrites-table'],
  DeleteStmt: ({ whereClause }) => (excludesRows(whereClause) ? [] : ['delete-all']),
  DropOwnedStmt: () => ['drop-table'],
  DropStmt: ({ removeType = 'OBJECT_TABLE' }) => drops[removeType] ?? [],
  LockStmt: ({ mode = 0 }) => (mode > rowExclusive ? ['lock-table'] : []),
  ReassignOwnedStmt: () => ['change-owner'],
  RefreshMatViewStmt: ({ concurrent, skipData }) => (concurrent || skipData ? [] : ['refresh-blocks']),
  RenameStmt: renames,
  TruncateStmt: () => ['empty-table'],
  UpdateStmt: ({ whereClause }) => (excludesRows(whereClause) ? [] : ['update-all']),
  VacuumStmt: ({ options = [] }) => (options.some(isFull) ? ['rewrites-table'] : []),
};

/** Tables and indexes are the linter's; triggers, policies and statistics are asked for by nobody. */
const drops: Readonly<Record<string, Rule[]>> = {
  OBJECT_VIEW: ['drop-view'],
  OBJECT_MATVIEW: ['drop-view'],
  OBJECT_FOREIGN_TABLE: ['drop-table'],
  // and with it its foreign tables
  OBJECT_FOREIGN_SERVER: ['drop-table'],
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

function renames({ renameType = 'OBJECT_TABLE', relationType }: RenameStmt): Rule[] {
  if (renameType === 'OBJECT_COLUMN' && relationType !== 'OBJECT_TABLE') return ['rename-column'];
  return harmlessRenames.includes(renameType) ? [] : ['rename'];
}

/** The lock of an ordinary write. */
const rowExclusive = 3;

function alterations({ cmds = [], objtype }: AlterTableStmt): Rule[] {
  const commands = cmds.flatMap((each) => ('AlterTableCmd' in each ? [each.AlterTableCmd] : []));
  const isUnlinted = objtype === 'OBJECT_TYPE' || objtype === 'OBJECT_FOREIGN_TABLE';
  return commands.flatMap((command) => (isUnlinted ? ofColumns(command) : ofTable(command)));
}

/** Types and foreign tables: the linter knows tables alone. */
function ofColumns({ subtype }: AlterTableCmd): Rule[] {
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
    case 'AT_AddIdentity':
    case 'AT_SetIdentity':
      return def && isAlways(def) ? ['identity-always'] : [];
    case 'AT_DropConstraint':
      return /(pkey|key|uniq|unique|pk|uk|uq)$/i.test(name) ? ['drop-key'] : [];
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
    case 'AT_SetExpression':
      return ['rewrites-table'];
    case 'AT_ChangeOwner':
      return ['change-owner'];
    case 'AT_ForceRowSecurity':
      return ['force-row-security'];
    default:
      return [];
  }
}

/** `GENERATED ALWAYS`, which Postgres writes as `a`. */
function isAlways(def: Node): boolean {
  if ('Constraint' in def) return def.Constraint.generated_when === 'a';
  const options = 'List' in def ? (def.List.items ?? []) : [];
  return options.some((each) => {
    const { defname, arg } = 'DefElem' in each ? each.DefElem : {};
    return defname === 'generated' && arg && 'Integer' in arg && arg.Integer.ival === 'a'.charCodeAt(0);
  });
}

function ofColumn({ typeName, constraints = [] }: ColumnDef): Rule[] {
  const names = (typeName?.names ?? []).flatMap((each) => ('String' in each ? [each.String.sval ?? ''] : []));
  const isSerial = /^(small|big)?serial[248]?$/.test(names.at(-1) ?? '');
  const parts = constraints.flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
  const has = (kind: Constraint['contype']) => parts.some(({ contype }) => contype === kind);
  return [
    ...(isSerial ? (['rewriting-column'] as const) : []),
    ...(has('CONSTR_CHECK') ? (['check-constraint'] as const) : []),
    // the linter takes any default for one that fills the column
    ...(has('CONSTR_NOTNULL') && parts.some(isNullDefault) ? (['required-column'] as const) : []),
  ];
}

function isNullDefault({ contype, raw_expr }: Constraint): boolean {
  return (
    contype === 'CONSTR_DEFAULT' &&
    raw_expr !== undefined &&
    'A_Const' in raw_expr &&
    !!raw_expr.A_Const.isnull
  );
}

function ofConstraint({ contype, skip_validation }: Constraint): Rule[] {
  if (contype === 'CONSTR_EXCLUSION') return ['exclusion-constraint'];
  if (contype === 'CONSTR_NOTNULL' && !skip_validation) return ['set-not-null'];
  return contype === 'CONSTR_CHECK' && !skip_validation ? ['check-constraint'] : [];
}

function isFull(node: Node): boolean {
  return 'DefElem' in node && node.DefElem.defname === 'full';
}

/** A condition that is a constant excludes none. */
function excludesRows(condition: Node | undefined): boolean {
  if (!condition || 'A_Const' in condition) return false;
  if (!('A_Expr' in condition)) return true;
  return [condition.A_Expr.lexpr, condition.A_Expr.rexpr].some((side) => side && !('A_Const' in side));
}

function withQueries(node: Node): Node[] {
  const [fields] = Object.values(node) as { withClause?: WithClause }[];
  return (fields?.withClause?.ctes ?? []).flatMap((each) =>
    'CommonTableExpr' in each && each.CommonTableExpr.ctequery ? [each.CommonTableExpr.ctequery] : [],
  );
}
