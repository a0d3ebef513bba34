import { Failure } from './failure.ts';
import type { Progress } from './progress.ts';
import { ReleaseFailure } from './release-report.ts';
import { printFacts } from './report.ts';
import type { Target } from './target.ts';

/** What one host of a target has answered. */
export interface OfHost<Facts> {
  /** Absent where the target has one host. */
  readonly hostName: string | undefined;
  readonly facts: Facts;
}

interface Named {
  readonly hostName?: string | undefined;
}

/** Asks one host after the other; a failure says whose it is. */
export async function ofEach<Facts>(
  hosts: readonly Target[],
  look: (host: Target) => Promise<Facts>,
): Promise<OfHost<Facts>[]> {
  const found: OfHost<Facts>[] = [];
  for (const host of hosts)
    found.push({ hostName: host.hostName, facts: await look(host).catch((error) => raise(error, host)) });
  return found;
}

/** How an order is told of. */
export interface Wording<Facts> {
  describe(facts: Facts): string;
  /** Of a host that had nothing to do, with what it says. */
  idle(why: string): Facts;
}

/** Of an answer that is in words. */
export const asSaid: Wording<{ readonly done: string }> = {
  describe: ({ done }) => done,
  idle: (done) => ({ done }),
};

/**
 * Orders it of all of them at once; where there is nothing to do on one it is enough that another obeys. A failure says what
 * the others have done.
 */
export async function order<Facts>(
  hosts: readonly Target[],
  obey: (host: Target) => Promise<Facts>,
  { describe, idle }: Wording<Facts>,
): Promise<OfHost<Facts>[]> {
  const answers = await Promise.all(hosts.map((host) => answerOf(host, obey)));
  const obeyed = answers.filter((answer): answer is OfHost<Facts> => !isRefusal(answer));
  const refusals = answers.filter(isRefusal);
  const [first] = refusals;
  const serious = refusals.find(({ error }) => !(error instanceof Failure) || error.kind !== 'obstacle');
  if (serious)
    return raise(serious.error, serious, ...obeyed.map((each) => onHost(each, describe(each.facts))));
  if (obeyed.length === 0 && first) return raise(first.error, first);
  return answers.map((answer) =>
    isRefusal(answer) ? { hostName: answer.hostName, facts: idle(answer.error.message) } : answer,
  );
}

interface Refused {
  readonly hostName: string | undefined;
  readonly error: Error;
}

async function answerOf<Facts>(
  host: Target,
  obey: (host: Target) => Promise<Facts>,
): Promise<OfHost<Facts> | Refused> {
  const { hostName } = host;
  return await obey(host).then(
    (facts) => ({ hostName, facts }),
    (error: Error) => ({ hostName, error }),
  );
}

function isRefusal<Facts>(answer: OfHost<Facts> | Refused): answer is Refused {
  return 'error' in answer;
}

/** Prints what was found on each host, as JSON or in words, and as JSON why others are away. */
export function printEach<Facts extends object>(
  options: { readonly json?: boolean },
  found: readonly OfHost<Facts>[],
  describe: (facts: Facts) => string,
  away: readonly OfHost<string>[] = [],
): void {
  const facts = { ...factsOfEach(found), ...(away.length > 0 && { away: byName(away) }) };
  printFacts(options, facts, () => describeEach(found, describe));
}

/** The first host's facts; where there are several, beside them those of all by name. */
export function factsOfEach(found: readonly OfHost<object>[]): object {
  const [first] = found;
  if (first?.hostName === undefined) return first?.facts ?? {};
  return { ...first.facts, hosts: byName(found) };
}

function byName<Facts>(found: readonly OfHost<Facts>[]): Record<string, Facts> {
  return Object.fromEntries(found.map(({ hostName = '', facts }) => [hostName, facts]));
}

/** Each under its host's name, where there are several. */
export function describeEach<Facts>(
  found: readonly OfHost<Facts>[],
  describe: (facts: Facts) => string,
): string {
  return found
    .map(({ hostName, facts }) =>
      hostName === undefined ? describe(facts) : `${hostName}:\n${indented(describe(facts))}`,
    )
    .join('\n\n');
}

/** `words` with whose they are, where there are several. */
export function onHost({ hostName }: Named, words: string): string {
  return hostName === undefined ? words : `${hostName}: ${words}`;
}

/** Steps on one host, named after it where there are several. */
export function progressOn(host: Named, progress: Progress): Progress {
  return {
    heading: progress.heading,
    handOver: (title, work) => progress.handOver(onHost(host, title), work),
    step: (title, work) => progress.step(onHost(host, title), work),
  };
}

/** The same failure in other words; of a release with its report. */
export function reworded(error: Failure, message: string): Failure {
  if (error instanceof ReleaseFailure) return new ReleaseFailure(error.report, message);
  return new Failure(error.kind, message);
}

/** Ends with the failure, with whose it is, and with what there is to say of the others. */
export function raise(error: unknown, host: Named, ...others: readonly string[]): never {
  if (!(error instanceof Failure) || host.hostName === undefined) throw error;
  throw reworded(error, [onHost(host, error.message), ...others].join('\n'));
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
