import { runProgram } from '../program.ts';
import { place, target } from './place.ts';

/** An emulated processor of a busy computer. Milliseconds. */
const longest = 120 * 60_000;

const where = ['--target', target, '--config', place.config];

/** Runs a command of the platform on the machine's target, and gives what it printed. */
export function causeway(command: string, ...options: string[]): Promise<string> {
  return runProgram(['apps/cli/src/main.ts', command, ...where, ...options], longest);
}

/** Looks at the platform on it from outside; fails where something does not hold. */
export function verify(...suites: string[]): Promise<string> {
  const only = suites.flatMap((suite) => ['--only', suite]);
  return runProgram(['apps/verify/src/main.ts', ...where, ...only], longest);
}
