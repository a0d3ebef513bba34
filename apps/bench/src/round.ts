import { attempt, type Target, waitUntilSettled } from '@causeway/verify';
import { timeByHand } from './by-hand.ts';
import { timeFreshRelease } from './fresh-release.ts';
import { timeColdRollback, timeWarmRollback } from './rollback.ts';
import { timeSwitchBack } from './switch-back.ts';

interface Row {
  readonly what: string;
  readonly wanted?: string;
}

/** In the order in which they are printed: seconds, but for what counts requests. */
export const rows = {
  readyToServing: { what: 'ready → serving', wanted: 'p95 ≤ 0.1, max ≤ 0.25' },
  readyByHand: { what: '  by hand: ready → first answer, asked directly' },
  release: { what: 'release: command → return' },
  releaseServing: { what: '  command → first answer' },
  boot: { what: '  boot: containers started → ready' },
  overhead: { what: '  overhead: command → return, less boot', wanted: 'p95 ≤ 2' },
  runByHand: { what: '  by hand: docker run → first answer' },
  bootByHand: { what: '  by hand: boot' },
  migrationByHand: { what: '  by hand: the migration in a container' },
  build: { what: '  the image before, which is in none of these' },
  warm: { what: 'rollback, warm: command → first answer', wanted: 'p95 ≤ 0.5' },
  commandAlone: { what: '  the command line alone (--help)' },
  cold: { what: 'rollback, cold: command → first answer' },
  coldOverhead: { what: '  less boot', wanted: 'max ≤ 2' },
  crash: { what: 'switch-back: crash → first answer', wanted: 'max ≤ 1' },
  crashFailed: { what: '  requests that failed' },
  errors: { what: 'switch-back: share of errors passed → first answer', wanted: 'max ≤ 5' },
  errorsFailed: { what: '  requests that failed' },
  clientLag: { what: 'the client itself: latest' },
} as const satisfies Record<string, Row>;

export type RowName = keyof typeof rows;
export type Round = Readonly<Record<RowName, number>>;

/** Each figure once. Throws where one cannot be had. */
export async function measureRound(target: Target, rate: number): Promise<Round> {
  await waitUntilSettled(target, 'subject');
  const fresh = await timeFreshRelease(target, rate, `fresh, ${Date.now()}`);
  const warm = await timeWarmRollback(target, rate, fresh.report.previous);
  await waitUntilSettled(target, 'subject');
  const cold = await timeColdRollback(target, rate, fresh.report.version);
  await endBake(target);
  const crash = await timeSwitchBack(target, rate, 'ends');
  await waitUntilSettled(target, 'subject');
  const errors = await timeSwitchBack(target, rate, 'answers 500');
  await waitUntilSettled(target, 'subject');
  const hand = await timeByHand(target, rate, fresh.image);
  const { readyToServing, toReturn, toServing, boot, build, clientLag } = fresh.figures;
  return complete({
    readyToServing,
    readyByHand: hand.readyToAnswer,
    release: toReturn,
    releaseServing: toServing,
    boot,
    overhead: toReturn - boot,
    runByHand: hand.runToAnswer,
    bootByHand: hand.boot,
    migrationByHand: hand.migration,
    build,
    warm: warm.toServing,
    commandAlone: warm.commandAlone,
    cold: cold.toServing,
    coldOverhead: cold.toServing - cold.boot,
    crash: crash.took,
    crashFailed: crash.failed,
    errors: errors.took,
    errorsFailed: errors.failed,
    clientLag,
  });
}

/** It may have come to its end by itself meanwhile. */
async function endBake(target: Target): Promise<void> {
  await attempt(target, ['promote', 'subject']);
  await waitUntilSettled(target, 'subject');
}

function complete(round: Round): Round {
  const missing = Object.entries(round).filter(([, value]) => Number.isNaN(value));
  if (missing.length === 0) return round;
  const words = missing.map(([name]) => rows[name as RowName].what.trim());
  throw new Error(`the client saw no answer that ends: ${words.join('; ')}`);
}
