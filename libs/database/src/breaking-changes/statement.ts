import type { Node } from 'libpg-query';

export interface Statement {
  readonly node: Node;
  /** Places in the file's text: where it begins, and where the next could. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** The text is not SQL as Postgres reads it. */
export class SqlMistake extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** The statements of a file, read by Postgres's own parser. Throws a SqlMistake. */
export async function readStatements(sql: string): Promise<Statement[]> {
  const { parse } = await import('libpg-query');
  const { stmts = [] } = await parse(sql).catch((error: unknown) => {
    throw mistakeOf(error, sql);
  });
  const bytes = Buffer.from(sql);
  return stmts.flatMap(({ stmt, stmt_location = 0, stmt_len = bytes.length - stmt_location }) => {
    if (!stmt) return [];
    const start = bytes.toString('utf8', 0, stmt_location).length;
    const text = bytes.toString('utf8', stmt_location, stmt_location + stmt_len);
    return [{ node: stmt, start, end: start + text.length + 1, text, line: lineAt(sql, start) }];
  });
}

/** From 1. */
export function lineAt(sql: string, place: number): number {
  return sql.slice(0, place).split('\n').length;
}

function mistakeOf(error: unknown, sql: string): unknown {
  if (!(error instanceof Error)) return error;
  const place = Reflect.get(Object(Reflect.get(error, 'sqlDetails')), 'cursorPosition');
  return new SqlMistake(error.message, typeof place === 'number' ? lineAt(sql, place) : 1);
}
