/** The result on standard output: JSON when asked for, else words. */
export function printFacts<T>(
  { json }: { readonly json?: boolean },
  facts: T,
  describe: (facts: T) => string,
): void {
  const text = json ? JSON.stringify(facts, null, 2) : describe(facts);
  process.stdout.write(`${text}\n`);
}
