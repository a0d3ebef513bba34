import type { Outcome, PathCase } from '@causeway/corpus';
import type { Outcome as Got } from './asking.ts';
import type { CheckedService } from './checked-edge.ts';

/** What a rule of the config may make of a path, besides the corpus' own outcomes. */
export type Ruled = Outcome | 'kept out';

/** Whether that is what should become of the path. */
export function isRight(service: CheckedService, { path }: PathCase, wanted: Ruled, got: Got): boolean {
  if (refusesSlash(service, path) && got.status === 400) return got.forwarded !== true;
  // rules cover more than anybody needs: what one protects, another may block
  const isBlocked = wanted === 'asks for credentials' && service.block.length > 0 && got.status === 404;
  if (isBlocked) return got.forwarded === false;
  if (wanted === 'unchanged') return got.forwarded ?? !refusals.includes(got.status);
  return got.forwarded !== true && statusesOf[wanted].includes(got.status);
}

/** Paths that the service refuses whatever its rules say. */
export const refusesSlash = ({ refusesEscapedSlashes }: CheckedService, path: string): boolean =>
  refusesEscapedSlashes && /^[^?]*%2f/i.test(path);

/** The corpus spells paths of one or two segments. */
export const isSpelt = ({ path }: { readonly path: string }): boolean =>
  /^\/[a-z][\w-]*(?:\/[a-z][\w-]*)?$/i.test(path);

const statusesOf: Readonly<Record<Exclude<Ruled, 'unchanged'>, readonly Got['status'][]>> = {
  blocked: [404],
  'asks for credentials': [401],
  'kept out': [403],
  refused: [400, 'reset', 'closed'],
};

// an application may answer 404 as well
const refusals: readonly Got['status'][] = [400, 401, 421, 'reset', 'closed'];
