import { Failure } from './failure.ts';
import type { Progress } from './progress.ts';
import { printFacts } from './report.ts';
import type { Target } from './target.ts';

/** What one host of a target has answered. */
export interface OfHost<Facts> {
  /** Absent where the target has one host. */
  readonly hostName: string | undefined;
  readonly facts: Facts;
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

/** Asks all of them at once; where there is nothing to do on one it is enough that another obeys. */
export async function order(
  hosts: readonly Target[],
  obey: (host: Target) => Promise<{ done: string }>,
): Promise<OfHost<{ done: string }>[]> {
  const answers = await Promise.allSettled(hosts.map((host) => ofEach([host], obey)));
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  const serious = refusals.find((error) => !(error instanceof Failure) || error.kind !== 'obstacle');
  if (serious) throw serious;
  if (refusals.length === answers.length) throw refusals[0];
  return answers.flatMap((answer, index) =>
    answer.status === 'fulfilled'
      ? answer.value
      : [{ hostName: hosts[index]?.hostName, facts: { done: (answer.reason as Error).message } }],
  );
}

/** Prints what was found on each host, as JSON or in words. */
export function printEach<Facts extends object>(
  options: { readonly json?: boolean },
  found: readonly OfHost<Facts>[],
  describe: (facts: Facts) => string,
): void {
  printFacts(options, factsOfEach(found), () => describeEach(found, describe));
}

/** The first host's facts; where there are several, beside them those of all by name. */
export function factsOfEach(found: readonly OfHost<object>[]): object {
  const [first, ...others] = found;
  if (others.length === 0) return first?.facts ?? {};
  const hosts = Object.fromEntries(found.map(({ hostName = '', facts }) => [hostName, facts]));
  return { ...first?.facts, hosts };
}

/** Each under its host's name, where there are several. */
export function describeEach<Facts>(
  found: readonly OfHost<Facts>[],
  describe: (facts: Facts) => string,
): string {
  if (found.length === 1) return found.map(({ facts }) => describe(facts)).join('');
  return found.map(({ hostName, facts }) => `${hostName}:\n${indented(describe(facts))}`).join('\n\n');
}

/** `words` with whose they are, where there are several. */
export function onHost({ hostName }: Pick<Target, 'hostName'>, words: string): string {
  return hostName === undefined ? words : `${hostName}: ${words}`;
}

/** Steps on one host, named after it where there are several. */
export function progressOn(host: Pick<Target, 'hostName'>, progress: Progress): Progress {
  return {
    heading: progress.heading,
    handOver: (title, work) => progress.handOver(onHost(host, title), work),
    step: (title, work) => progress.step(onHost(host, title), work),
  };
}

function raise(error: unknown, host: Target): never {
  if (!(error instanceof Failure) || host.hostName === undefined) throw error;
  throw new Failure(error.kind, onHost(host, error.message));
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
