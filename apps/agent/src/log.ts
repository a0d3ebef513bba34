/** One JSON line on standard output, which is the container's log. Never given a secret's plain value. */
export function log(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), message, ...facts }));
}
