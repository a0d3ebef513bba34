import { isEngineGone, isEngineSilent } from '@causeway/docker';
import { LeaseLost } from '@causeway/release';

/**
 * The host fails under a release, which is not to be judged by it: its engine ends, or holds a request for longer than any
 * takes, or the lease is another's.
 */
export function isHostFailure(error: unknown): boolean {
  return isEngineGone(error) || isEngineSilent(error) || error instanceof LeaseLost;
}
