import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Milliseconds after which it counts as never. */
  readonly atMost: number;
}

/** Looks again and again until `holds` says so; a look that fails says no. Throws with the last look's reason. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  { every, atMost }: Patience,
): Promise<void> {
  const deadline = performance.now() + atMost;
  let reason: unknown = 'it did not come true';
  while (performance.now() < deadline) {
    try {
      if (await holds()) return;
    } catch (error) {
      reason = error;
    }
    await pause(every);
  }
  throw new Error(`${what}: not within ${atMost / 1000} s: ${reason}`);
}
