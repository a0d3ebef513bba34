import type { Step } from './plan-release.ts';
import { planRelease, planRetirement } from './plan-release.ts';
import type { Context } from './ports.ts';
import type { ProgressEvent, ReleaseReport } from './protocol.ts';
import type { Release } from './release.ts';
import { findRelease } from './release.ts';
import { drain } from './steps/drain.ts';
import { look } from './steps/look.ts';
import { migrate } from './steps/migrate.ts';
import { prepare } from './steps/prepare.ts';
import { ready } from './steps/ready.ts';
import { start } from './steps/start.ts';
import type { Act } from './steps/step.ts';
import { endRelease, stop } from './steps/stop.ts';
import { switchTraffic } from './steps/switch.ts';

const acts = {
  look,
  migrate,
  start,
  ready,
  switch: switchTraffic,
  prepare,
  drain,
  stop,
} satisfies Record<Step['step'], Act>;

export type Tell = (event: ProgressEvent) => void;

/** Puts a release live, or leaves everything as it was. The release that served before is retired by `retire`. */
export async function runRelease(context: Context, release: Release, tell: Tell): Promise<ReleaseReport> {
  const { journal } = context.ports;
  await journal.save(release);
  const live = planRelease(journal.read(release.service), release).filter(({ step }) => !isRetirement(step));
  try {
    for (const { step } of live) await take(context, release, step, tell);
  } catch (error) {
    const message = (error as Error).message;
    const left = await endRelease(context, release, message).then(
      () => '',
      (failure: Error) => `\nand its containers could not be removed: ${failure.message}`,
    );
    return report(context, release, { outcome: 'failed', error: `${message}${left}` });
  }
  return report(context, release, { outcome: 'released' });
}

/** Lets the release that served before finish what it has in hand, and stops it. Goes on where it was interrupted. */
export async function retire(context: Context, release: Release, tell: Tell): Promise<void> {
  const journal = context.ports.journal.read(release.service);
  const old = findRelease(journal, release.previous);
  if (!old || old.endedAt !== undefined) return;
  for (const { step } of planRetirement(old)) {
    if (!isDone(context, release, step)) await take(context, release, step, tell);
  }
}

/** Removes what an interrupted release left behind before its switch. */
export async function undo(context: Context, release: Release, why: string): Promise<void> {
  await endRelease(context, release, why);
}

export function report(
  { ports }: Context,
  release: Release,
  end: Pick<ReleaseReport, 'outcome'> & { readonly error?: string },
): ReleaseReport {
  const journal = ports.journal.read(release.service);
  const previous = findRelease(journal, release.previous);
  return {
    service: release.service,
    version: release.version,
    release: release.id,
    ...(previous && { previous: previous.version }),
    steps: findRelease(journal, release.id)?.steps ?? [],
    ...end,
  };
}

/** One step, in the journal before it is taken and after it is done. */
async function take(context: Context, release: Release, step: Step['step'], tell: Tell): Promise<void> {
  const { clock, journal } = context.ports;
  const current = () => findRelease(journal.read(release.service), release.id) ?? release;
  const previous = findRelease(journal.read(release.service), release.previous);
  const startedAt = clock.now();
  const done = current().steps;
  const say = (state: ProgressEvent['state'], detail?: string) =>
    tell({ at: clock.now(), step, state, ...(detail && { detail }) });

  await journal.save({ ...current(), steps: [...done, { step, startedAt }] });
  say('started');
  try {
    const detail = await acts[step]({
      ...context,
      next: release,
      ...(previous && { previous }),
      waiting: onChange((what) => say('waiting', what)),
    });
    await journal.save({ ...current(), steps: [...done, { step, startedAt, endedAt: clock.now(), detail }] });
    say('done', detail);
  } catch (error) {
    const failed = (error as Error).message;
    await journal.save({ ...current(), steps: [...done, { step, startedAt, endedAt: clock.now(), failed }] });
    say('failed', failed);
    throw error;
  }
}

/** A wait that is polled says each thing once. */
function onChange(say: (what: string) => void): (what: string) => void {
  let last: string | undefined;
  return (what) => {
    if (what !== last) say(what);
    last = what;
  };
}

function isDone({ ports }: Context, release: Release, step: Step['step']): boolean {
  const steps = findRelease(ports.journal.read(release.service), release.id)?.steps ?? [];
  return steps.some((record) => record.step === step && record.endedAt !== undefined);
}

function isRetirement(step: Step['step']): boolean {
  return step === 'prepare' || step === 'drain' || step === 'stop';
}
