import type { Node } from 'libpg-query';

export interface Statement {
  readonly node: Node;
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** It stands in a DO block, which is always a transaction's. */
  readonly inBlock?: boolean;
}

/** The text is not SQL as Postgres reads it. */
export class SqlMistake extends Error {
  readonly line: number;
  /** Where in the text, in characters; from 0. */
  readonly place: number;

  constructor(message: string, { line, place }: { readonly line: number; readonly place: number }) {
    super(message);
    this.line = line;
    this.place = place;
  }
}

/** The statements of a text, read by Postgres's own parser. Throws a SqlMistake. */
export async function readStatements(sql: string): Promise<Statement[]> {
  if (sql.trim() === '') return [];
  const { parse } = await import('libpg-query');
  const { stmts = [] } = await parse(sql).catch((error: unknown) => {
    throw mistakeOf(error, sql);
  });
  const bytes = Buffer.from(sql);
  const lines = new LineCounter(bytes);
  return stmts.flatMap(({ stmt, stmt_location = 0, stmt_len = bytes.length - stmt_location }) => {
    if (!stmt) return [];
    const text = bytes.toString('utf8', stmt_location, stmt_location + stmt_len);
    return [{ node: stmt, text, line: lines.at(stmt_location) }];
  });
}

/** From 1. */
export function lineAt(sql: string, place: number): number {
  return sql.slice(0, place).split('\n').length;
}

/** Counts on from the place before, since a file may hold a great many statements. */
class LineCounter {
  readonly #bytes: Buffer;
  #place = 0;
  #line = 1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The line of a byte; places come in order. */
  at(place: number): number {
    for (let next = this.#next(); next !== -1 && next < place; next = this.#next()) {
      this.#line += 1;
      this.#place = next + 1;
    }
    return this.#line;
  }

  #next(): number {
    return this.#bytes.indexOf('\n', this.#place);
  }
}

function mistakeOf(error: unknown, sql: string): unknown {
  if (!(error instanceof Error)) return error;
  const given = Reflect.get(Object(Reflect.get(error, 'sqlDetails')), 'cursorPosition');
  const characters = typeof given === 'number' ? given : 0;
  const place = [...sql.slice(0, 2 * characters)].slice(0, characters).join('').length;
  return new SqlMistake(error.message, { line: lineAt(sql, place), place });
}
