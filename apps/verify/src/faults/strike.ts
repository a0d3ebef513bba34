import { setTimeout as pause } from 'node:timers/promises';
import { measureOutage, type Outage } from '../accounting/failures.ts';
import { underLoad } from '../load/load.ts';
import { attempt, begin, type Ended, mustRun } from '../platform/commands.ts';
import { statusOf, waitUntilSettled } from '../platform/settled.ts';
import type { Target } from '../target.ts';
import type { Blow } from './blows.ts';
import type { JournalStep } from './journal-steps.ts';
import { lightLoad } from './light-load.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { followSteps } from './steps.ts';
import { writeSubject } from './subject.ts';

/** What came of one interrupted release. */
export interface Aftermath {
  /** False when the step was over before the blow fell. */
  readonly met: boolean;
  readonly ended: Ended;
  /** Without anybody's help: the new release serves, or the old one does as before. */
  readonly healed: 'finished' | 'undone';
  /** Seconds from the blow until nothing was under way any more. */
  readonly calmAfter: number;
  /** Of a plain second run; absent where the first one was finished. */
  readonly again?: Ended;
  /** The release that was asked for serves in the end. */
  readonly serves: boolean;
  readonly outage: Outage;
  /** Containers beside the long-lived ones and the serving replicas, and locks. */
  readonly left: readonly string[];
}

const stepDeadline = 90_000;
const margin = 1000;

export async function strike(target: Target, step: JournalStep, blow: Blow): Promise<Aftermath> {
  const content = `${step.step} × ${blow.name}, ${Date.now()}`;
  const old = (await waitUntilSettled(target, 'subject')).serving?.release;
  const resident = await longLived(target);
  writeSubject({ ...step.content, content });
  const { result, record } = await underLoad(lightLoad(target), async () => {
    const struck = await strikeAtStep(target, step, blow);
    const status = await waitUntilSettled(target, 'subject');
    const calmAfter = (performance.now() - struck.at) / 1000;
    const healed = status.serving?.release === old ? 'undone' : 'finished';
    const again = healed === 'undone' ? await attempt(target, ['release', 'subject']) : undefined;
    await waitUntilSettled(target, 'subject');
    await pause(margin);
    return { ...struck, calmAfter, healed, ...(again && { again }) } as const;
  });
  return {
    ...result,
    serves: await isServed(target, old),
    outage: measureOutage(record.observations),
    left: leftOver(resident, await takeSnapshot(target), (await statusOf(target, 'subject')).replicas),
  };
}

async function strikeAtStep(target: Target, { step, options = [], after }: JournalStep, blow: Blow) {
  const steps = followSteps(target);
  try {
    const command = begin(target, ['release', 'subject', ...options]);
    const stroke = await blow.raise(target, command);
    await steps.said(`${step} started`, stepDeadline);
    await pause(after);
    const met = !steps.hasSaid(`${step} done`);
    await stroke();
    const at = performance.now();
    return { at, met, ended: await command.ended };
  } finally {
    steps.close();
  }
}

/** The same content again is no release, so an answer of "unchanged" says that it serves. */
async function isServed(target: Target, old: string | undefined): Promise<boolean> {
  const { stdout } = await mustRun(target, ['release', 'subject', '--json']);
  const { serving } = await statusOf(target, 'subject');
  return JSON.parse(stdout).outcome === 'unchanged' && serving?.release !== old;
}

async function longLived(target: Target): Promise<Set<string>> {
  const { replicas } = await statusOf(target, 'subject');
  const own = new Set(replicas.map(({ container }) => `containers: ${container}`));
  const snapshot = await takeSnapshot(target);
  return new Set([...snapshot.keys()].filter((name) => name.startsWith('containers: ') && !own.has(name)));
}

function leftOver(
  resident: ReadonlySet<string>,
  snapshot: Snapshot,
  replicas: readonly { readonly container: string }[],
): string[] {
  const known = new Set([...resident, ...replicas.map(({ container }) => `containers: ${container}`)]);
  const containers = [...snapshot.keys()].filter(
    (name) => name.startsWith('containers: ') && !known.has(name),
  );
  const locks = ['locks: lease', 'locks: advisory locks'].filter(
    (name) => !['null', '0'].includes(snapshot.get(name) ?? ''),
  );
  return [...containers, ...locks];
}
