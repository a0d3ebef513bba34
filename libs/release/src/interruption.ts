import type { Release } from './release.ts';

/** A release that brings the agent down each time must not do so for ever. */
const mostResumptions = 3;

/** Whoever comes back after the agent was away for longer than this does not expect a release to go live. Milliseconds. */
const resumeWithin = 10 * 60_000;

/** What the next start of the agent finds beside the release itself; times in milliseconds since the epoch. */
export interface Interruption {
  readonly serves: boolean;
  /** Why it was told to have ended, where that could not be written down. */
  readonly givenUp?: string | undefined;
  /** When an agent was last alive. */
  readonly lastSeen: number;
  readonly now: number;
}

/** Why an interrupted release is not gone on with; undefined when it is. */
export function whyUndone(release: Release, found: Interruption): string | undefined {
  const { irreversible, resumed = 0 } = release;
  // from that there is no way back
  if (irreversible !== undefined && found.serves) return undefined;
  if (found.givenUp !== undefined) return found.givenUp;
  if (resumed >= mostResumptions) return `it was interrupted ${resumed + 1} times`;
  // a migration or a canary may last for hours; what counts is how long nobody was there
  const away = found.now - Math.max(lastTouch(release), found.lastSeen);
  return away > resumeWithin ? 'it was interrupted too long ago' : undefined;
}

function lastTouch({ startedAt, steps }: Release): number {
  return Math.max(startedAt, ...steps.map((record) => record.endedAt ?? record.startedAt));
}
