import type { AcmeProblem, ProblemKind } from './problem.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Let's Encrypt takes five failed validations of a host an hour; two are left for whoever looks into it by hand. */
export const mostNotProvenAnHour = 3;

/** What is remembered of the attempts for one certificate. Milliseconds since the epoch. */
export interface Attempts {
  /** In a row. */
  readonly failed: number;
  readonly last?: { readonly at: number; readonly outcome: 'issued' | 'failed'; readonly why?: string };
  /** By itself not before. */
  readonly next?: number;
  /** The authority wants to hear nothing before, whoever asks. */
  readonly notBefore?: number;
  /** Of the last hour. */
  readonly notProven: readonly number[];
}

export const noAttempts: Attempts = { failed: 0, notProven: [] };

/** The first wait, which doubles, and the longest. */
const waits: Readonly<Record<ProblemKind, { readonly first: number; readonly longest: number }>> = {
  away: { first: minute, longest: hour },
  // below Let's Encrypt's one in twelve minutes from the start
  'not proven': { first: 15 * minute, longest: 12 * hour },
  // with a Retry-After that is longer, that
  'rate limited': { first: hour, longest: 24 * hour },
  refused: { first: 15 * minute, longest: 24 * hour },
};

export function afterFailure(before: Attempts, problem: AcmeProblem, now: number): Attempts {
  const { first, longest } = waits[problem.kind];
  const patience = Math.min(longest, first * 2 ** before.failed);
  const notBefore = problem.retryAfter === undefined ? undefined : now + problem.retryAfter;
  const notProven = [...recent(before, now), ...(problem.kind === 'not proven' ? [now] : [])];
  return {
    failed: before.failed + 1,
    last: { at: now, outcome: 'failed', why: problem.message },
    next: Math.max(now + patience, notBefore ?? 0),
    ...(notBefore !== undefined && { notBefore }),
    notProven,
  };
}

export function afterIssue(now: number): Attempts {
  return { failed: 0, last: { at: now, outcome: 'issued' }, notProven: [] };
}

/** `asked`: a person waits for it, and may have mended what was wrong. */
export function mayTry(attempts: Attempts, now: number, asked: boolean): boolean {
  if (now < (attempts.notBefore ?? 0)) return false;
  if (recent(attempts, now).length >= mostNotProvenAnHour) return false;
  return asked || now >= (attempts.next ?? 0);
}

function recent({ notProven }: Attempts, now: number): number[] {
  return notProven.filter((at) => at > now - hour && at <= now);
}
