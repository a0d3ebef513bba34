import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Rule } from './words.ts';

export interface LinterFinding {
  readonly rule: Rule;
  /** From 0. */
  readonly line: number;
  readonly column: number;
}

interface Report {
  readonly line: number;
  readonly column: number;
  readonly rule_name: string;
}

/** The linter's rules that are about a running old release; the others are about taste. */
const rules: Readonly<Record<string, Rule>> = {
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

/** What the linter Squawk says of a file. */
export function lint(sql: string): LinterFinding[] {
  return run(sql).flatMap(({ rule_name, line, column }) => {
    const rule = rules[rule_name];
    return rule ? [{ rule, line, column }] : [];
  });
}

function run(sql: string): Report[] {
  const program = fileURLToPath(import.meta.resolve('squawk-cli/js/bin/squawk'));
  const options = ['--reporter', 'json', '--no-assume-in-transaction', '--stdin-filepath', 'migration.sql'];
  // away from the workspace, so that settings lying about there change nothing
  const { stdout, stderr, error } = spawnSync(process.execPath, [program, ...options], {
    input: sql,
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  if (error) throw error;
  try {
    return JSON.parse(stdout);
  } catch {
    const reason = stderr.trim() || stdout.trim() || 'no answer';
    throw new Error(`the SQL linter squawk does not run: ${reason}; run npm install`);
  }
}
