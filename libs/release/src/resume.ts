import type { Release, ServiceJournal } from './release.ts';
import { presentReleases } from './release.ts';

export type Resumption =
  | { readonly resume: 'undo'; readonly release: Release }
  | { readonly resume: 'retire'; readonly release: Release };

/**
 * What the agent's next start does with an interrupted release: before the switch it is undone, after it finished.
 * The journal names the serving release before the edge does, so that name decides.
 */
export function planResume(journal: ServiceJournal): Resumption[] {
  const present = presentReleases(journal);
  return present.flatMap((release): Resumption[] => {
    const served = release.id === journal.serving || wasSwitchedTo(release);
    if (!served) return [{ resume: 'undo', release }];
    return present.some(({ id }) => id === release.previous) ? [{ resume: 'retire', release }] : [];
  });
}

function wasSwitchedTo({ steps }: Release): boolean {
  return steps.some(({ step, endedAt, failed }) => step === 'switch' && endedAt !== undefined && !failed);
}
