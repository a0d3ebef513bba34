import { execa } from 'execa';
import { workspace } from './workspace.ts';

/** A program of the workspace ended with another exit code than 0; it has said why itself. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
}

/** Runs a program of the workspace and returns what it printed; its progress goes to standard error. `deadline` in milliseconds. */
export async function runProgram(words: readonly string[], deadline: number): Promise<string> {
  const result = await execa(process.execPath, words, {
    cwd: workspace,
    stdin: 'ignore',
    stderr: 'inherit',
    timeout: deadline,
    reject: false,
  });
  if (result.timedOut) throw new Error(`${words.join(' ')}: no end after ${deadline / 1000} s`);
  if (result.failed) throw new ProgramFailed(`${words.join(' ')}: exit code ${result.exitCode}`);
  return result.stdout;
}
