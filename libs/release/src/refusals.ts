import { isDeepStrictEqual } from 'node:util';
import { Obstacle } from './obstacle.ts';
import type { WantedRelease } from './protocol.ts';
import type { Release } from './release.ts';
import type { UnderWay } from './under-way.ts';

/** Of whoever wants another of the same service. */
export function beingReleased({ release, last }: UnderWay): Obstacle {
  const { service, version, by } = release;
  const since = new Date(release.startedAt).toISOString();
  return new Obstacle(
    `${service} is being released: ${version} by ${by}, at ${last?.step ?? 'its beginning'}, since ${since}; wait for it, or end it with \`abort\``,
  );
}

/** What is wished of a release that runs already comes too late for it, and is not to be taken for done. */
export function refuseUnheard({ service, version, by, ...running }: Release, wanted: WantedRelease): void {
  const unheard = (['canary', 'irreversible'] as const).filter(
    (wish) => wanted[wish] !== undefined && !isDeepStrictEqual(wanted[wish], running[wish]),
  );
  if (unheard.length === 0) return;
  const wishes = unheard.map((wish) => `--${wish}`).join(' and ');
  throw new Obstacle(
    `${service}: the same is being released by ${by} as ${version}, without that ${wishes}; watch it with \`release ${service} --attach\`, or end it with \`abort ${service}\` and release again`,
  );
}

/** Of a release that serves all the same. */
export function notAborted({ service, version, irreversible }: Release): Obstacle {
  const why =
    irreversible === undefined
      ? 'it was too late to abort it; `rollback` goes back'
      : `there is no way back from it: ${irreversible}`;
  return new Obstacle(`${service}: ${version} serves, and ${why}`);
}
