import { planBake } from './plan-release.ts';
import type { StepRecord } from './protocol.ts';
import type { Release, ServiceJournal } from './release.ts';
import { findRelease, presentReleases, servingRelease } from './release.ts';

/** What is still to be done for a release whose containers are there. */
export type Task =
  /** It was interrupted before it served. */
  | { readonly task: 'go live'; readonly release: Release }
  /** It has failed, or is being taken back, and that is not done yet. */
  | { readonly task: 'go back'; readonly release: Release }
  /** It serves, and the one before it is warm. */
  | { readonly task: 'bake'; readonly release: Release }
  /** It has served and does not any more. */
  | { readonly task: 'retire'; readonly release: Release };

/** All that the journal leaves to be done, by what it says alone: after a switch and after a start of the agent alike. */
export function planTasks(journal: ServiceJournal): Task[] {
  const warm = warmRelease(journal);
  return presentReleases(journal).flatMap((release): Task[] => {
    const routed = [journal.serving, journal.canary?.release].includes(release.id);
    if (release.failed !== undefined || (release.left && routed)) return [{ task: 'go back', release }];
    if (release.id === journal.serving) {
      if (!hasDone(release, 'switch')) return [{ task: 'go live', release }];
      if (whyGivenUp(release) !== undefined && (warm || !release.previous))
        return [{ task: 'go back', release }];
      return warm || (!release.previous && isWatched(release)) ? [{ task: 'bake', release }] : [];
    }
    if (release.id === warm?.id) return [];
    return hasLeft(release) ? [{ task: 'retire', release }] : [{ task: 'go live', release }];
  });
}

/** The release that would take over again at once: the one before the serving one, untouched, until that has baked. */
export function warmRelease(journal: ServiceJournal): Release | undefined {
  const serving = servingRelease(journal);
  const previous = findRelease(journal, serving?.previous);
  if (!serving || !previous || previous.endedAt !== undefined || previous.left) return undefined;
  if (hasBegun(previous, 'prepare')) return undefined;
  const takesOver = serving.left || isWatched(serving) || whyGivenUp(serving) !== undefined;
  return takesOver ? previous : undefined;
}

/** Why its watch has ended badly, where there is a way back: the one before is about to take over, and must stay for that. */
export function whyGivenUp(release: Release): string | undefined {
  return release.irreversible === undefined ? badEnd(release)?.failed : undefined;
}

/** It serves and may still give its traffic back. */
export function isWatched(release: Release): boolean {
  const isOver = planBake(release).every(({ step }) => hasEnded(release, step));
  // where there is no way back, the first that ends badly is the last
  return !isOver && badEnd(release) === undefined;
}

/** The step of its watch that went bad. */
function badEnd(release: Release): StepRecord | undefined {
  const watch = planBake(release).map(({ step }): string => step);
  return release.steps.find(
    (one) => watch.includes(one.step) && hasFailed(one) && !hasDone(release, one.step),
  );
}

/** It is yet to be confirmed. */
export function isHeld(release: Release): boolean {
  return release.hold !== undefined && hasDone(release, 'switch') && !hasEnded(release, 'hold');
}

/** Its time is over: it was taken back, or another serves in its place. */
function hasLeft(release: Release): boolean {
  return release.left !== undefined || hasDone(release, 'switch');
}

/** It has had traffic, or may have: what it has in hand must end in its own time. */
export function hasServed(release: Release): boolean {
  const { steps } = release;
  return hasBegun(release, 'canary') || steps.some((one) => one.step === 'switch' && !hasFailed(one));
}

export function hasDone({ steps }: Release, step: string): boolean {
  return steps.some((one) => one.step === step && one.endedAt !== undefined && one.failed === undefined);
}

/** Well or not. */
export function hasEnded({ steps }: Release, step: string): boolean {
  return steps.some((one) => one.step === step && one.endedAt !== undefined && one.failed !== cutShort);
}

export function hasBegun({ steps }: Release, step: string): boolean {
  return steps.some((record) => record.step === step);
}

/** What the agent's end left open is taken again. */
export const cutShort = 'interrupted';

function hasFailed({ failed }: StepRecord): boolean {
  return failed !== undefined && failed !== cutShort;
}
