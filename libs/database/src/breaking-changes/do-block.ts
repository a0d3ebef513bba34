import type { DoStmt } from 'libpg-query';
import { lineAt, readStatements, type Statement } from './statement.ts';

/** What a DO block does, as far as it can be read before it runs. */
export interface Block {
  readonly statements: readonly Statement[];
  /** It puts a statement together when it runs, or is not to be read. */
  readonly isHidden: boolean;
}

interface Query {
  readonly sql: string;
  /** Of the block, from 1. */
  readonly line: number;
}

/** The statements of a DO block, read by the parser of PL/pgSQL; nothing for any other statement. */
export async function readBlock({ node, text, line }: Statement): Promise<Block | undefined> {
  if (!('DoStmt' in node)) return undefined;
  const body = argumentOf(node.DoStmt, 'as');
  const hidden = { statements: [], isHidden: mayHarm(body) };
  if (!/^(plpgsql)?$/i.test(argumentOf(node.DoStmt, 'language'))) return hidden;
  const { parsePlPgSQL } = await import('libpg-query');
  try {
    const { queries, isHidden } = queriesOf(await parsePlPgSQL(text));
    const above = line + lineAt(text, text.indexOf(body)) - 2;
    return { statements: await statementsOf(queries, above), isHidden };
  } catch {
    // it needs to be known what a server has
    return hidden;
  }
}

async function statementsOf(queries: readonly Query[], above: number): Promise<Statement[]> {
  const read = queries.map(async ({ sql, line }) =>
    (await readStatements(sql)).map((each) => ({ ...each, line: above + line, inBlock: true })),
  );
  return (await Promise.all(read)).flat();
}

/** All whole statements in the parser's tree, and whether there are some that are put together. */
function queriesOf(tree: unknown): { readonly queries: Query[]; readonly isHidden: boolean } {
  const queries: Query[] = [];
  let isHidden = false;
  visit(tree, 1, (kind, fields, line) => {
    if (kind === 'PLpgSQL_expr' && fields.parseMode === 0) queries.push({ sql: String(fields.query), line });
    if (!/dynexecute|dynfors/.test(kind)) return;
    const sql = literalOf(fields.query);
    if (sql === undefined) isHidden = true;
    else queries.push({ sql, line });
  });
  return { queries, isHidden };
}

type Visitor = (kind: string, fields: Readonly<Record<string, unknown>>, line: number) => void;

function visit(tree: unknown, line: number, visitor: Visitor): void {
  if (typeof tree !== 'object' || tree === null) return;
  for (const [kind, fields] of Object.entries(tree)) {
    const here = typeof fields?.lineno === 'number' ? fields.lineno : line;
    if (kind.startsWith('PLpgSQL_')) visitor(kind, fields, here);
    visit(fields, here, visitor);
  }
}

/** The text of `EXECUTE '…'`, where it is nothing but that. */
function literalOf(expression: unknown): string | undefined {
  const query = (expression as { PLpgSQL_expr?: { query?: string } })?.PLpgSQL_expr?.query ?? '';
  const [, text] = /^'((?:[^'\\]|'')*)'$/.exec(query.trim()) ?? [];
  return text?.replaceAll("''", "'");
}

/** Empty where the block does not say. */
function argumentOf({ args = [] }: DoStmt, name: 'as' | 'language'): string {
  const given = args.flatMap((each) => ('DefElem' in each ? [each.DefElem] : []));
  const { arg } = given.find(({ defname }) => defname === name) ?? {};
  return arg && 'String' in arg ? (arg.String.sval ?? '') : '';
}

function mayHarm(body: string): boolean {
  return /\b(drop|rename|truncate|alter|create|delete|update|lock|execute)\b/i.test(body);
}
