import { execa } from 'execa';

export interface Command {
  /** What a person waits for while it runs; names the failure too. */
  readonly purpose: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Milliseconds. */
  readonly deadline: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs to the end and returns standard output; a failure says what was waited for and how it ended. */
export async function run(command: Command): Promise<string> {
  const child = execa(command.file, command.args, {
    all: true,
    stdin: 'ignore',
    timeout: command.deadline,
    forceKillAfterDelay: 2000,
    reject: false,
    ...(command.cwd ? { cwd: command.cwd } : {}),
    ...(command.env ? { env: { ...command.env } } : {}),
  });
  if (command.onLine) for await (const line of child.iterable({ from: 'all' })) command.onLine(line);
  const result = await child;
  if (result.failed) throw new CommandError(failureText(command, result));
  return result.stdout;
}

/** Asks; whatever the answer, nothing is thrown. */
export async function look(
  question: Pick<Command, 'file' | 'args' | 'deadline' | 'env'>,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { stdout, stderr } = await execa(question.file, question.args, {
    stdin: 'ignore',
    timeout: question.deadline,
    forceKillAfterDelay: 500,
    reject: false,
    env: { ...question.env },
  });
  return { stdout: stdout?.trim() ?? '', stderr: stderr?.trim() ?? '' };
}

interface Ending {
  readonly timedOut: boolean;
  readonly exitCode?: number | undefined;
  readonly all: string;
  readonly originalMessage?: string | undefined;
}

function failureText({ purpose, file, deadline }: Command, ending: Ending): string {
  const tail = lastLines(ending.all, 8);
  if (ending.timedOut) return `${purpose}: no end after ${deadline / 1000} s of \`${file}\`${tail}`;
  const how = ending.exitCode === undefined ? ending.originalMessage : `exit code ${ending.exitCode}`;
  return `${purpose}: \`${file}\` failed (${how})${tail}`;
}

/** The end of a log, indented for use below a message. */
export function lastLines(text: string, count: number): string {
  const lines = text.trimEnd().split('\n').filter(Boolean).slice(-count);
  return lines.map((line) => `\n    ${line}`).join('');
}
