import type { SqlFile } from '../migration-files.ts';
import { readBlock } from './do-block.ts';
import { lint } from './linter.ts';
import { brokenRules } from './own-rules.ts';
import { readScript } from './script.ts';
import { lineAt, SqlMistake, type Statement } from './statement.ts';
import { created, type Subject, touched } from './subjects.ts';
import { refusedInTransaction } from './transactions.ts';
import { type Rule, words } from './words.ts';

/** Characters; the parser takes about a second for each million. */
const largest = 10_000_000;

/** What a decoder makes of bytes that are no UTF-8, and what ends a text for Postgres. */
const notText = /[\0\uFFFD]/;

export interface BreakingChange {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly rule: Rule;
  readonly statement: string;
  readonly why: string;
  readonly instead: string;
}

/**
 * What in new migrations breaks the release that serves while they run, or holds it up.
 * What is made in them is nobody's yet and may be changed; `earlier` files tell what was there before.
 */
export async function findBreakingChanges(
  files: readonly SqlFile[],
  earlier: readonly SqlFile[] = [],
): Promise<BreakingChange[]> {
  const there = await madeBy(earlier);
  const fresh = new Set<Subject>();
  const found: BreakingChange[] = [];
  for (const file of files) found.push(...(await findInFile(file, fresh, there)));
  return found;
}

async function findInFile(
  { name, sql: whole }: SqlFile,
  fresh: Set<Subject>,
  there: ReadonlySet<Subject>,
): Promise<BreakingChange[]> {
  const sql = upwards(whole);
  const found = await findInText(sql, fresh, there);
  return found
    .map(({ rule, text, line, reason }) => ({
      file: name,
      line,
      rule,
      statement: shortened(text),
      ...words[rule],
      ...(reason !== undefined && { why: `${words[rule].why}: ${reason}` }),
    }))
    .sort((one, other) => one.line - other.line);
}

interface Finding {
  readonly rule: Rule;
  readonly text: string;
  readonly line: number;
  readonly reason?: string;
}

async function findInText(sql: string, fresh: Set<Subject>, there: ReadonlySet<Subject>): Promise<Finding[]> {
  if (sql.length > largest)
    return [{ rule: 'too-large', line: 1, text: lineOf(sql, 1), reason: `above ${largest / 1e6} MB` }];
  const odd = sql.search(notText);
  if (odd !== -1) return [{ rule: 'not-text', line: lineAt(sql, odd), text: lineOf(sql, lineAt(sql, odd)) }];
  try {
    const { statements, commands } = await readScript(sql);
    const psql = commands.map((each) => ({ rule: 'psql-command', ...each }) as const);
    return [...psql, ...(await findInStatements(statements, fresh, there))];
  } catch (error) {
    if (!(error instanceof SqlMistake)) throw error;
    const { line, message } = error;
    return [{ rule: 'not-sql', line, text: lineOf(sql, line), reason: message }];
  }
}

async function findInStatements(
  outer: readonly Statement[],
  fresh: Set<Subject>,
  there: ReadonlySet<Subject>,
): Promise<Finding[]> {
  const { statements, hidden } = await unfolded(outer);
  const exposed = exposedStatements(statements, fresh, there);
  const linted = lint([...exposed]);
  const refused = refusedInTransaction(statements);
  const rulesOf = (statement: Statement): Rule[] => [
    ...(hidden.has(statement) ? ['hidden-change' as const] : []),
    ...(refused.has(statement) ? ['in-transaction' as const] : []),
    ...(linted.get(statement) ?? []),
    ...(exposed.has(statement) ? brokenRules(statement.node) : []),
  ];
  return statements.flatMap((statement) =>
    [...new Set(rulesOf(statement))].map((rule) => ({ rule, text: statement.text, line: statement.line })),
  );
}

/** With what stands in DO blocks, each behind its block; `hidden` are blocks that cannot be read to the end. */
async function unfolded(outer: readonly Statement[]) {
  const hidden = new Set<Statement>();
  const statements: Statement[] = [];
  for (const statement of outer) {
    const block = await readBlock(statement);
    if (block?.isHidden) hidden.add(statement);
    statements.push(statement, ...(block?.statements ?? []));
  }
  return { statements, hidden };
}

/** Those that touch something which the old release can know. */
function exposedStatements(
  statements: readonly Statement[],
  fresh: Set<Subject>,
  there: ReadonlySet<Subject>,
): Set<Statement> {
  const exposed = statements.filter(({ node, inBlock = false }) => {
    const subjects = touched(node);
    const isExposed = subjects.length === 0 || !subjects.every((subject) => fresh.has(subject));
    // a block may do it under a condition
    for (const { subject, certain } of created(node))
      if ((certain && !inBlock) || !there.has(subject)) fresh.add(subject);
    return isExposed;
  });
  return new Set(exposed);
}

async function madeBy(files: readonly SqlFile[]): Promise<Set<Subject>> {
  const scripts = await Promise.all(files.map(({ sql }) => readScript(upwards(sql)).catch(() => undefined)));
  const statements = scripts.flatMap((script) => script?.statements ?? []);
  return new Set(statements.flatMap(({ node }) => created(node).map(({ subject }) => subject)));
}

/** Some tools keep the way back in the same file, below a line of their own; an editor's mark is no SQL. */
function upwards(whole: string): string {
  const sql = whole.replace(/^\uFEFF/, '');
  const down = sql.search(wayBack);
  return down === -1 ? sql : sql.slice(0, down);
}

/** The line of goose, sql-migrate, dbmate and others, of node-pg-migrate, and of Play; each stands alone on its line. */
const wayBack = /^--[ \t]*((\+goose|\+migrate|migrate:|@)[ \t]*down\b|(down migration|!downs)[ \t]*\r?$)/im;

function lineOf(sql: string, line: number): string {
  return sql.split('\n', line)[line - 1] ?? '';
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 160 ? `${flat.slice(0, 159)}…` : flat;
}
