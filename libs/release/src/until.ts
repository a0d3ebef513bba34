import type { Clock } from './ports.ts';

/** Between two looks: below what a person or a release budget notices, above what costs CPU. */
const pollInterval = 50;

export interface Wait {
  /** Completes "waited 60 s for …". */
  readonly what: string;
  /** Milliseconds. */
  readonly within: number;
}

/** Looks again until `look` finds nothing that is missing; throws with what was missing last. */
export async function until(
  clock: Clock,
  wait: Wait,
  look: () => Promise<string | undefined>,
): Promise<void> {
  const deadline = clock.now() + wait.within;
  let missing = await look();
  while (missing !== undefined) {
    if (clock.now() >= deadline)
      throw new Error(`waited ${wait.within / 1000} s for ${wait.what}: ${missing}`);
    await clock.wait(pollInterval);
    missing = await look();
  }
}
