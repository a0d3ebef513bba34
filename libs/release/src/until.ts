import type { Orders } from './orders.ts';
import type { Clock } from './ports.ts';

/** Between two looks: below what a person or a release budget notices, above what costs CPU. */
const pollInterval = 50;

/** Enough to see whether something moved. */
const answersTold = 3;

export interface Wait {
  /** Completes "waited 60 s for …". */
  readonly what: string;
  /** Milliseconds. */
  readonly within: number;
  /** Between two looks, milliseconds; 50 when somebody waits for the end. */
  readonly every?: number;
  readonly orders?: Orders;
}

/** Looks again until `look` finds nothing that is missing; throws with what was missing in the end. */
export async function until(
  clock: Clock,
  wait: Wait,
  look: () => Promise<string | undefined>,
): Promise<void> {
  const deadline = clock.elapsed() + wait.within;
  const answers: string[] = [];
  for (;;) {
    wait.orders?.check();
    const missing = await look();
    if (missing === undefined) return;
    if (missing !== answers.at(-1)) answers.push(missing);
    if (clock.elapsed() >= deadline)
      throw new Error(`waited ${wait.within / 1000} s for ${wait.what}: ${lastOf(answers)}`);
    await clock.wait(wait.every ?? pollInterval);
  }
}

function lastOf(answers: readonly string[]): string {
  const [last, ...before] = answers.slice(-answersTold).reverse();
  return before.length === 0 ? String(last) : `${last}; before that: ${before.join('; ')}`;
}
