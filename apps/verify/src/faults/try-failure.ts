import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { measureOutage, type Outage } from '../accounting/failures.ts';
import { underLoad } from '../load/load.ts';
import type { Observation } from '../load/load-plan.ts';
import { begin, type Ended, mustRun } from '../platform/commands.ts';
import { statusOf, waitUntilSettled } from '../platform/settled.ts';
import type { Target } from '../target.ts';
import type { FailureClass, Mend } from './classes/failure-class.ts';
import { lightLoad } from './light-load.ts';
import { compare, type Difference, takeSnapshot } from './snapshot.ts';
import { followSteps } from './steps.ts';
import { writeSubject } from './subject.ts';

/** What came of one try of a failure class. */
export interface Trial {
  readonly ended: Ended;
  /** All requests, and those that failed. */
  readonly outage: Outage;
  /** The old release serves at the end. */
  readonly oldServes: boolean;
  /** What is another than before, without what a failed release may leave. */
  readonly left: readonly Difference[];
  /** What a failed release may leave, and did. */
  readonly kept: readonly Difference[];
  /** What is another until the config is made good again. */
  readonly untilMended: readonly Difference[];
  /** Seconds from the first failure that a client saw to the last. */
  readonly failedFor: number;
  /** Of the requests that were sent in the last second. */
  readonly failedAtTheEnd: number;
}

export const goodContent = { content: 'good' };

/** Milliseconds that the load goes on before and after. */
const margin = 1000;
const stepDeadline = 60_000;

/** Gives why it cannot be tried here, or what came of it. */
export async function tryFailure(target: Target, failure: FailureClass): Promise<Trial | string> {
  const serving = (await waitUntilSettled(target, 'subject')).serving?.release;
  const before = await takeSnapshot(target);
  const mend = (await failure.break?.(target)) ?? nothing;
  if (typeof mend === 'string') return mend;
  await waitUntilSettled(target, 'subject');
  const { result: ended, record } = await underLoad(lightLoad(target), () => failUnderLoad(target, failure));
  const oldServes = (await statusOf(target, 'subject')).serving?.release === serving;
  const unmended = failure.config ? compare(before, await takeSnapshot(target)) : [];
  await mendAll(target, failure, mend);
  const [left, kept] = divide(compare(before, await takeSnapshot(target)));
  const outage = measureOutage(record.observations);
  return {
    ended,
    outage,
    oldServes,
    left,
    kept,
    untilMended: divide(unmended)[0],
    failedFor: failedFor(record.observations),
    failedAtTheEnd: failedAtTheEnd(record.observations),
  };
}

async function failUnderLoad(target: Target, failure: FailureClass): Promise<Ended> {
  await pause(margin);
  const ended = await fail(target, failure);
  await waitUntilSettled(target, 'subject');
  await pause(margin);
  return ended;
}

async function fail(target: Target, { content = goodContent, config, switchBack, strike }: FailureClass) {
  writeSubject(content);
  const steps = followSteps(target);
  try {
    const wait = switchBack ? ['--wait'] : [];
    const { ended } = config
      ? begin(target, ['deploy'], join(import.meta.dirname, 'configs', config))
      : begin(target, ['release', 'subject', ...wait]);
    if (strike) {
      await steps.said(`${strike.at} started`, stepDeadline);
      await strike.blow(target);
    }
    return await ended;
  } finally {
    steps.close();
  }
}

async function mendAll(target: Target, { config }: FailureClass, mend: Mend): Promise<void> {
  await mend();
  writeSubject(goodContent);
  if (config) await mustRun(target, ['deploy']);
  await waitUntilSettled(target, 'subject');
}

/**
 * A failed release leaves its own journal, the number of the lease that it gave back (a holder would stand among the
 * locks), and what the history says of it; nothing else.
 */
const keptFiles = [
  /^files: \/var\/lib\/causeway\/journal\/subject\/(r|lease-)\d+\.json$/,
  /^files: \/var\/lib\/causeway\/history\//,
];

function divide(differences: readonly Difference[]): [left: Difference[], kept: Difference[]] {
  const isKept = ({ what }: Difference) => keptFiles.some((file) => file.test(what));
  return [differences.filter((one) => !isKept(one)), differences.filter(isKept)];
}

/** Long requests began long before they were cut, so only ends count. */
function failedFor(observations: readonly Observation[]): number {
  const ends = observations.filter(({ failure }) => failure !== undefined).map(({ ended }) => ended);
  return ends.length === 0 ? 0 : (Math.max(...ends) - Math.min(...ends)) / 1000;
}

function failedAtTheEnd(observations: readonly Observation[]): number {
  const end = Math.max(...observations.map(({ sent }) => sent));
  return observations.filter(({ sent, failure }) => sent > end - margin && failure !== undefined).length;
}

async function nothing(): Promise<void> {}
