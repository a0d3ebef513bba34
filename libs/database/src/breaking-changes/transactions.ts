import type { Node } from 'libpg-query';
import { type ByKind, byKind } from './by-kind.ts';
import type { Statement } from './statement.ts';

/** Those that Postgres refuses where they stand, since a transaction is open. */
export function refusedInTransaction(statements: readonly Statement[]): Set<Statement> {
  let isOpen = false;
  return new Set(
    statements.filter(({ node, inBlock = false }) => {
      isOpen = opens(node) ?? isOpen;
      return (isOpen || inBlock) && standsAlone(node);
    }),
  );
}

/** Undefined for what neither begins nor ends a transaction. */
function opens(node: Node): boolean | undefined {
  if (!('TransactionStmt' in node)) return undefined;
  const { kind = 'TRANS_STMT_BEGIN', chain = false } = node.TransactionStmt;
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return true;
  const ends = ['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_PREPARE'].includes(kind);
  return ends ? chain : undefined;
}

function standsAlone(node: Node): boolean {
  return byKind(alone, node) ?? false;
}

const alone: ByKind<boolean> = {
  IndexStmt: ({ concurrent = false }) => concurrent,
  DropStmt: ({ concurrent = false }) => concurrent,
  ReindexStmt: ({ params = [] }) =>
    params.some((each) => 'DefElem' in each && each.DefElem.defname === 'concurrently'),
  AlterTableStmt: ({ cmds = [] }) => cmds.some(detachesConcurrently),
  VacuumStmt: ({ is_vacuumcmd = false }) => is_vacuumcmd,
};

function detachesConcurrently(node: Node): boolean {
  const { def } = 'AlterTableCmd' in node ? node.AlterTableCmd : {};
  return def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true;
}
