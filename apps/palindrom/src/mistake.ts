/** What whoever runs this can put right: its message says where, what and what to do, and needs no stack. */
export class Mistake extends Error {}

/** Runs a command to its end; a failure is one line on standard error and exit code 1. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    process.stderr.write(`palindrom: ${oneLine(error)}\n`);
    process.exit(1);
  });
}

/** The message of an error, and of those inside it, on one line. */
export function oneLine(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(oneLine).join('; ');
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.replaceAll(/\s+/g, ' ').trim();
}
