import { Mistake } from './mistake.ts';
import { Obstacle } from './obstacle.ts';
import type { Release, ServiceJournal } from './release.ts';
import { hasServed } from './tasks.ts';

/** The release to tell of: the newest, or the one with this id or version; throws when there is none, or nobody knows yet. */
export function releaseToTell(
  { releases }: ServiceJournal,
  { service, release }: { readonly service: string; readonly release?: string | undefined },
): Release {
  const known = releases.findLast((one) => release === undefined || isNamed(one, release));
  if (!known) throw whyNothingToAttachTo(service, releases, release);
  if (!isDecided(known)) throw inLimbo(known);
  return known;
}

export function isNamed({ id, version }: Release, name: string): boolean {
  return id === name || version === name;
}

function whyNothingToAttachTo(
  service: string,
  releases: readonly Release[],
  wanted: string | undefined,
): Mistake | Obstacle {
  if (wanted === undefined || releases.length === 0)
    return new Obstacle(`${service}: nothing was released yet, so there is nothing to attach to`);
  const known = releases.map(({ version }) => version).join(', ');
  return new Mistake(`${service}: no release ${wanted} is kept; those that are: ${known}`);
}

/** It has served, or will not. */
function isDecided(release: Release): boolean {
  return hasServed(release) || release.failed !== undefined || release.endedAt !== undefined;
}

function inLimbo({ service, version, steps }: Release): Obstacle {
  return new Obstacle(
    `${service}: ${version} is neither live nor undone, it stopped at ${steps.at(-1)?.step ?? 'its beginning'}; the agent goes on with it within a minute, and its log says what was in the way`,
  );
}
