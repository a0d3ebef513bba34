import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { execa, type Options } from 'execa';
import { Failure, type FailureKind } from './failure.ts';
import { interruption } from './interruption.ts';

/** Terraform and the engine need a moment to write down where they stopped. */
const endGrace = 30_000;

/** For what a stopped program has said and we have not read yet. Milliseconds. */
const lastWords = 1000;

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Milliseconds after which it is asked to end; `endless` where a person ends it, and then nothing is kept. */
  readonly deadline: number | 'endless';
  /** What it does, for messages: "build palindrom". */
  readonly task: string;
  readonly input?: string;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** What to do when the deadline passes. */
  readonly whenOverdue?: string;
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as they came. */
  readonly all: string;
}

/** Runs a program to its end; its exit code is the caller's to judge, 128 and the signal's number when one ended it. */
export async function run(program: Program): Promise<Outcome> {
  interruption.throwIfAborted();
  const started = execa(program.file, program.args, optionsOf(program));
  hangUpOnceStopped(started.nodeChildProcess);
  const result = await started;
  if (result.isCanceled) throw interruption.reason;
  if (result.timedOut) throw overdue(program);
  if (result.code === 'ENOENT') throw missing(program.file);
  const { exitCode, signal, stdout = '', stderr = '', all = '' } = result;
  if (exitCode !== undefined) return { exitCode, stdout, stderr, all };
  if (signal === undefined) throw new Failure('failed', `${program.task}: ${result.shortMessage}`);
  const killed = `\nit was ended by ${signal}`;
  return { exitCode: 128 + constants.signals[signal], stdout, stderr: stderr + killed, all: all + killed };
}

/** Runs a program that must succeed and returns what it printed. */
export async function output(program: Program, kind: FailureKind = 'failed'): Promise<string> {
  const outcome = await run(program);
  if (outcome.exitCode === 0) return outcome.stdout;
  throw new Failure(kind, describeFailure(program.task, outcome));
}

/** Runs a program that talks to the user itself; its standard output goes to our standard error. */
export async function runInherited(program: Program): Promise<number> {
  const result = await execa(program.file, program.args, {
    ...limitsOf(program),
    reject: false,
    stdio: ['inherit', process.stderr, 'inherit'],
  });
  if (result.isCanceled) throw interruption.reason;
  if (result.timedOut) throw overdue(program);
  return result.exitCode ?? 1;
}

/** ssh leaves the ends of a command's output with the connection that it shares, which keeps them until the command ends there. */
function hangUpOnceStopped(child: ChildProcess): void {
  child.once('exit', () => {
    if (!child.killed) return;
    setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, lastWords);
  });
}

function optionsOf(program: Program) {
  return {
    ...limitsOf(program),
    ...(program.onLine && { stdout: tap(program.onLine, 'stdout'), stderr: tap(program.onLine, 'stderr') }),
    ...(program.input === undefined ? { stdin: 'ignore' as const } : { input: program.input }),
    reject: false,
    all: true,
    // In a process group of its own it gets Ctrl-C once, from us: Terraform aborts on the second.
    detached: true,
  } satisfies Options;
}

function limitsOf({ env, cwd, deadline }: Program) {
  return {
    ...(env && { env }),
    ...(cwd && { cwd }),
    ...(deadline === 'endless' ? { buffer: false } : { timeout: deadline }),
    cancelSignal: interruption,
    killSignal: 'SIGINT' as const,
    forceKillAfterDelay: endGrace,
  };
}

function tap(onLine: NonNullable<Program['onLine']>, stream: 'stdout' | 'stderr') {
  return function* (line: unknown) {
    onLine(String(line), stream);
    yield line;
  };
}

function overdue({ task, deadline, whenOverdue = 'run the command again' }: Program): Failure {
  return new Failure(
    'failed',
    `${task}: no end after ${Math.round(Number(deadline) / 1000)} s, so it was stopped; ${whenOverdue}`,
  );
}

function missing(file: string): Failure {
  return new Failure(
    'obstacle',
    `${file}: not found on the path; run \`npm run deploy\`, which sets the machine up`,
  );
}

/** What a program said last. */
export function describeFailure(task: string, { exitCode, all }: Outcome): string {
  const lines = all.split('\n').filter((line) => line.trim() && !isNoise(line));
  return `${task}: ${lines.slice(-mostLines).join('\n') || `exit code ${exitCode}`}`;
}

const mostLines = 20;

/** The classic builder's advertisement for its successor, which is not there where we use it. */
function isNoise(line: string): boolean {
  return /^DEPRECATED: The legacy builder|^\s+BuildKit is currently disabled|^\s+environment-variable\.$/.test(
    line,
  );
}
