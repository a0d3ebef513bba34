import { CommanderError } from 'commander';
import { exitCodes, Failure } from './failure.ts';
import { Interrupted, interruption, interruptionOf } from './interruption.ts';

/** How a command ended that did not do what it was asked for; as JSON the same. */
export interface Ending {
  readonly error: string;
  readonly exitCode: number;
}

/** What `cause` says to people, and to programs; `args` are those of the command. */
export function endingOf(cause: unknown, args: readonly string[] = []): Ending {
  const error =
    interruption.aborted && !(cause instanceof Interrupted) ? interruptionOf('the last step') : cause;
  return { error: wordsFor(error), exitCode: exitCodeOf(error, args) };
}

function exitCodeOf(error: unknown, args: readonly string[]): number {
  if (error instanceof CommanderError) return mistakeCode(args);
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (!(error instanceof Failure)) return exitCodes.failed;
  return error.kind === 'mistake' ? mistakeCode(args) : exitCodes[error.kind];
}

/** With Terraform's detailed exit codes 2 is taken. */
function mistakeCode(args: readonly string[]): number {
  return args.includes('--detailed-exitcode') ? exitCodes.failed : exitCodes.mistake;
}

function wordsFor(error: unknown): string {
  if (error instanceof Interrupted) return `${error.message}: ${error.stands ?? whatStands(error.step)}`;
  if (error instanceof Failure || error instanceof CommanderError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function whatStands(step: string): string {
  const stands = [...standing].find(([start]) => step.startsWith(start))?.[1];
  return `${stands ?? 'nothing is left half-done'}; the same command goes on from there`;
}

const standing: ReadonlyMap<string, string> = new Map([
  ['Set-up', 'set-up keeps its finished parts'],
  ['Image', 'finished images and build steps stay on the engine'],
  ['Terraform', 'what Terraform has made stays, and is taken up'],
  ['Agent', 'the agent finishes by itself what it has begun'],
  ['Release', 'the agent finishes or undoes the release by itself: look with `status`'],
  ['Rollback', 'the agent finishes it by itself: look with `status`'],
  ['Services', 'the services that are gone stay gone'],
]);
