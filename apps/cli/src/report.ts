import type { Ending } from './ending.ts';

/** A program reads one text of JSON, and no second one behind it. */
let isPrinted = false;

/** The result on standard output: JSON when asked for, else words. */
export function printFacts<T>(
  { json }: { readonly json?: boolean },
  facts: T,
  describe: (facts: T) => string,
): void {
  isPrinted = true;
  const text = json ? JSON.stringify(facts, null, 2) : describe(facts);
  process.stdout.write(`${text}\n`);
}

/** As JSON, unless the command has printed already what came of it. */
export function printEnding(ending: Ending): void {
  if (!isPrinted) printFacts({ json: true }, ending, ({ error }) => error);
}
