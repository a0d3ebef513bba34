import { readStatements, SqlMistake, type Statement } from './statement.ts';

/** A file as `psql` takes it: statements, with commands to `psql` itself in between. */
export interface Script {
  readonly statements: readonly Statement[];
  /** Those that lead to what is not in this file. */
  readonly commands: readonly Command[];
}

export interface Command {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** Whoever writes more of them does not write SQL; each costs another reading. */
const mostCommands = 100;

/** Commands that change nothing in the database, and bring in nothing. */
const harmless =
  /^\\(set|unset|pset|timing|echo|qecho|warn|encoding|conninfo|errverbose|(un)?restrict|x|t|a|q|if|elif|else|endif)\b/;

/** Reads a file; throws a SqlMistake for what is neither SQL nor a command. */
export async function readScript(sql: string): Promise<Script> {
  const commands: Command[] = [];
  let text = withoutData(sql);
  for (;;) {
    try {
      return { statements: await readStatements(text), commands: commands.filter(isHarmful) };
    } catch (error) {
      if (!(error instanceof SqlMistake) || text[error.place] !== '\\' || commands.length === mostCommands)
        throw error;
      const end = lineEnd(text, error.place);
      const command = text.slice(error.place, end);
      commands.push({ text: command, line: error.line });
      text = text.slice(0, error.place) + inSql(command) + text.slice(end);
    }
  }
}

/** The rows behind `COPY … FROM stdin` are blank, so that places stay the same. */
function withoutData(sql: string): string {
  return sql.replace(
    /^([ \t]*COPY\b[^;]*\bFROM[ \t]+STDIN\b[^;\n]*;)([\s\S]*?^\\\.[ \t]*\r?$)/gim,
    (_all, statement: string, rows: string) => statement + blank(rows),
  );
}

function isHarmful({ text }: Command): boolean {
  return !harmless.test(text);
}

function lineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place);
  return end === -1 ? text.length : end;
}

/** Blank, unless it ends the statement before it as `\gexec` does. */
function inSql(command: string): string {
  return command.startsWith('\\g') ? `;${blank(command.slice(1))}` : blank(command);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
