/** How often the agent and its guard look whether nobody waits for them. Milliseconds. */
export const restInterval = 60_000;

/**
 * Node collects when it needs room and not when it has time, so what a process holds at rest would depend on when it last did.
 * Takes some 30 ms in which it does nothing else; without `--expose-gc` nothing at all.
 */
export function giveBackMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
