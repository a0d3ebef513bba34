import type { Goodbye } from '../load/load-plan.ts';

/** A release, and when traffic left it, in milliseconds since the epoch; absent: it serves. */
export interface Stay {
  readonly release: string;
  readonly leftAt?: number;
}

/** A polite close, and how many milliseconds after the switch away from its release it came. */
export type TimedGoodbye = Goodbye & { readonly after: number };

/** Closes without a switch away from their release come after 0 ms. */
export function timeGoodbyes(goodbyes: readonly Goodbye[], stays: readonly Stay[]): TimedGoodbye[] {
  return goodbyes.map((goodbye) => ({ ...goodbye, after: goodbye.at - leftAt(goodbye, stays) }));
}

function leftAt({ release, at }: Goodbye, stays: readonly Stay[]): number {
  const left = stays.filter((stay) => stay.release === release).map((stay) => stay.leftAt ?? at);
  return left.findLast((time) => time <= at) ?? at;
}
