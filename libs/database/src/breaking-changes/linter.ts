import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ByKind, byKind } from './by-kind.ts';
import type { Statement } from './statement.ts';
import type { Rule } from './words.ts';

/** A finding at a place of the text, both from 0. */
interface Report {
  readonly line: number;
  readonly column: number;
  readonly rule_name: string;
}

/** The linter's rules that are about a running old release; the others are about taste. */
const ruleOf: Readonly<Record<string, Rule>> = {
  'adding-field-with-default': 'rewriting-column',
  'adding-foreign-key-constraint': 'foreign-key',
  'adding-not-nullable-field': 'set-not-null',
  'adding-required-field': 'required-column',
  'adding-serial-primary-key-field': 'primary-key',
  'ban-alter-domain-with-add-constraint': 'domain-constraint',
  'ban-drop-column': 'drop-column',
  'ban-drop-database': 'drop-database',
  'ban-drop-not-null': 'drop-not-null',
  'ban-drop-table': 'drop-table',
  'changing-column-type': 'change-column-type',
  'disallowed-unique-constraint': 'unique-constraint',
  'renaming-column': 'rename-column',
  'renaming-table': 'rename-table',
  'require-concurrent-index-creation': 'index-blocks',
  'require-concurrent-index-deletion': 'drop-index-blocks',
  'require-concurrent-partition-detach': 'detach-partition-blocks',
  'require-concurrent-reindex': 'reindex-blocks',
};

/** The kinds of statements that those rules are about. */
const linted: ByKind<boolean> = {
  AlterDomainStmt: () => true,
  AlterTableStmt: () => true,
  DropdbStmt: () => true,
  DropStmt: () => true,
  IndexStmt: () => true,
  ReindexStmt: () => true,
  RenameStmt: () => true,
};

/** What the linter Squawk says of each statement; what it cannot read is a finding as well. */
export function lint(statements: readonly Statement[]): ReadonlyMap<Statement, readonly Rule[]> {
  const found = new Map<Statement, Rule[]>();
  let left = statements.filter(({ node }) => byKind(linted, node));
  while (left.length > 0) {
    const { rules, unread } = lintTogether(left);
    if (!unread) return new Map([...found, ...rules]);
    // one that it cannot read makes it say nothing of the others
    found.set(unread, ['unread']);
    left = left.filter((each) => each !== unread);
  }
  return found;
}

/** `unread` is the first that the linter takes for no SQL. */
function lintTogether(statements: readonly Statement[]): {
  readonly rules: ReadonlyMap<Statement, Rule[]>;
  readonly unread?: Statement | undefined;
} {
  const { text, statementAt } = together(statements);
  const rules = new Map<Statement, Rule[]>();
  for (const { rule_name, line } of run(text)) {
    const statement = statementAt(line);
    if (rule_name === 'syntax-error') return { rules, unread: statement };
    const rule = ruleOf[rule_name];
    if (rule && statement) rules.set(statement, [...(rules.get(statement) ?? []), rule]);
  }
  return { rules };
}

/** One text of them all, each with lines of its own. */
function together(statements: readonly Statement[]) {
  const owners: Statement[] = [];
  const texts = statements.map((statement) => {
    const text = `${statement.text}\n;\n`;
    for (let line = 1; line < text.split('\n').length; line += 1) owners.push(statement);
    return text;
  });
  return { text: texts.join(''), statementAt: (line: number) => owners[line] };
}

function run(sql: string): Report[] {
  const program = fileURLToPath(import.meta.resolve('squawk-cli/js/bin/squawk'));
  const options = ['--reporter', 'json', '--no-assume-in-transaction', '--stdin-filepath', 'migration.sql'];
  // away from the workspace, so that settings lying about there change nothing
  const { stdout, stderr, error } = spawnSync(process.execPath, [program, ...options], {
    input: sql,
    cwd: tmpdir(),
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error) throw error;
  try {
    return JSON.parse(stdout);
  } catch {
    const reason = stderr.trim() || stdout.trim() || 'no answer';
    throw new Error(`the SQL linter squawk does not run: ${reason}; run npm install`);
  }
}
