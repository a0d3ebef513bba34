import { writeDuration } from '../fields/duration.ts';
import { forEachService } from './rule.ts';

/** A container that is killed while it drains fails the requests that it has in hand. */
export const stopsAfterDrain = forEachService(({ deploy }, path) => {
  const { drain, stopGrace } = deploy ?? {};
  if (drain === undefined || stopGrace === undefined || stopGrace >= drain) return [];
  return [
    {
      path: [...path, 'deploy', 'stopGrace'],
      got: writeDuration(stopGrace),
      rule: `must not be below deploy.drain, which is ${writeDuration(drain)}`,
      fix: `write "${writeDuration(drain + 10_000)}", or leave it out`,
    },
  ];
});
