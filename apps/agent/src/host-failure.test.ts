import { EngineGone, EngineSilent } from '@causeway/docker';
import { LeaseHeld, LeaseLost } from '@causeway/release';
import { expect, test } from 'vitest';
import { isHostFailure } from './host-failure.ts';

const gone = new EngineGone('start api-r1-1', new Error('connect ECONNREFUSED'));
const silent = new EngineSilent('start api-r1-1', 30_000);
const holder = { owner: 'ann@laptop', what: 'release 1.0.0+2', token: 2, since: 0, until: 1 };

test.each([
  ['an engine that is gone', gone, true],
  ['one that does not answer', silent, true],
  ['what came of either', new Error('the release failed', { cause: silent }), true],
  ['a lease that was lost', new LeaseLost('api', 1, 'it ran out'), true],
  ["another's lease", new LeaseHeld('api', holder), false],
  ['a release that is never ready', new Error('waited 60 s for 200 from /status'), false],
])('%s', (_what, error, fails) => {
  expect(isHostFailure(error)).toBe(fails);
});
