import type { SqlFile } from '../migration-files.ts';
import { lint } from './linter.ts';
import { brokenRules } from './own-rules.ts';
import { readStatements, SqlMistake, type Statement } from './statement.ts';
import { created, type Subject, touched } from './subjects.ts';
import { type Rule, words } from './words.ts';

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
  try {
    const exposed = exposedStatements(await readStatements(sql), fresh, there);
    return findInStatements(exposed, sql).map((each) => ({ file: name, ...each }));
  } catch (error) {
    if (!(error instanceof SqlMistake)) throw error;
    const why = `${words['not-sql'].why}: ${error.message}`;
    return [
      {
        file: name,
        line: error.line,
        rule: 'not-sql',
        statement: lineOf(sql, error.line),
        ...words['not-sql'],
        why,
      },
    ];
  }
}

/** Those that touch something which the old release can know. */
function exposedStatements(
  statements: readonly Statement[],
  fresh: Set<Subject>,
  there: ReadonlySet<Subject>,
): Statement[] {
  return statements.filter(({ node }) => {
    const subjects = touched(node);
    const isExposed = subjects.length === 0 || !subjects.every((subject) => fresh.has(subject));
    for (const { subject, certain } of created(node)) if (certain || !there.has(subject)) fresh.add(subject);
    return isExposed;
  });
}

function findInStatements(statements: readonly Statement[], sql: string): Omit<BreakingChange, 'file'>[] {
  const linted = lint(only(statements, sql)).map(({ rule, line, column }) => ({
    rule,
    statement: statementAt(statements, placeOf(sql, line, column)),
  }));
  return statements.flatMap((statement) => {
    const rules = linted.flatMap((each) => (each.statement === statement ? [each.rule] : []));
    const all = new Set([...rules, ...brokenRules(statement.node)]);
    return [...all].map((rule) => ({
      line: statement.line,
      rule,
      statement: shortened(statement.text),
      ...words[rule],
    }));
  });
}

/** The text with everything else blank, so that places stay the same. */
function only(statements: readonly Statement[], sql: string): string {
  let text = '';
  for (const { start, end } of statements)
    text += blank(sql.slice(text.length, start)) + sql.slice(start, end);
  return text + blank(sql.slice(text.length));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function statementAt(statements: readonly Statement[], place: number): Statement | undefined {
  return statements.find(({ start, end }) => start <= place && place < end);
}

function placeOf(sql: string, line: number, column: number): number {
  const lines = sql.split('\n').slice(0, line);
  return lines.reduce((sum, each) => sum + each.length + 1, column);
}

async function madeBy(files: readonly SqlFile[]): Promise<Set<Subject>> {
  const statements = await Promise.all(files.map(({ sql }) => readStatements(upwards(sql)).catch(() => [])));
  return new Set(statements.flat().flatMap(({ node }) => created(node).map(({ subject }) => subject)));
}

/** Some tools keep the way back in the same file, below a line of their own. */
function upwards(sql: string): string {
  const down = /^--[ \t]*(\+goose|\+migrate|migrate:|@)[ \t]*down\b/im.exec(sql);
  return down ? sql.slice(0, down.index) : sql;
}

function lineOf(sql: string, line: number): string {
  return shortened(sql.split('\n')[line - 1] ?? '');
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 160 ? `${flat.slice(0, 159)}…` : flat;
}
