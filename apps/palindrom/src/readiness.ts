import { oneLine } from './mistake.ts';

/** A dependency by name, and a question that fails while it is away. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Readiness {
  /** What keeps this process from serving, one line each; empty when nothing does. */
  missing(): Promise<readonly string[]>;
}

interface Timing {
  /** Milliseconds that one check may take. */
  readonly deadline: number;
  /** Milliseconds that an answer is good for. */
  readonly freshness: number;
}

/** Asks at most once at a time and once per `freshness`, however many want to know. */
export function watchReadiness(
  checks: Checks,
  timing: Timing,
  changed: (missing: readonly string[]) => void,
): Readiness {
  let last: { readonly answer: Promise<readonly string[]>; until: number } | undefined;
  let said: string | undefined;

  const tellChange = (missing: readonly string[]) => {
    if (said !== missing.join('\n')) changed(missing);
    said = missing.join('\n');
  };
  const ask = () => {
    const asking = { answer: findMissing(checks, timing.deadline), until: Number.POSITIVE_INFINITY };
    last = asking;
    asking.answer.then((missing) => {
      asking.until = performance.now() + timing.freshness;
      tellChange(missing);
    });
    return asking;
  };
  return { missing: () => (last && performance.now() < last.until ? last : ask()).answer };
}

async function findMissing(checks: Checks, deadline: number): Promise<readonly string[]> {
  const answers = Object.entries(checks).map(async ([name, check]) => {
    try {
      await withinDeadline(check(), deadline);
      return [];
    } catch (error) {
      return [`${name}: ${oneLine(error)}`];
    }
  });
  return (await Promise.all(answers)).flat();
}

async function withinDeadline(check: Promise<unknown>, deadline: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${deadline} ms`)), deadline);
  try {
    await Promise.race([check, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
