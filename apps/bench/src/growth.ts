import { type Size, settledAfter, sizesAfter, type Target } from '@causeway/verify';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { spreadOf } from './series.ts';

/** How often the host is looked at from release `settledAfter` on. */
const mostLooks = 10;

/** What each of many releases adds to what the platform has on its host. */
export async function benchGrowth(target: Target, { releases }: Options): Promise<Outcome> {
  const looks = looksOver(releases);
  return describe(looks, await sizesAfter(target, looks));
}

/** Numbers of releases, evenly spread; the first is where everything that is kept of some has come to its number. */
export function looksOver(releases: number): number[] {
  const first = Math.min(settledAfter, releases);
  const step = (releases - first) / (mostLooks - 1);
  const looks = Array.from({ length: mostLooks }, (_, index) => Math.round(first + index * step));
  return [...new Set(looks)];
}

function describe(looks: readonly number[], sizes: readonly Size[]): Outcome {
  const names = Object.keys(sizes[0] ?? {});
  const values = Object.fromEntries(
    names.map((name) => [name, sizes.map((size) => size[name] ?? Number.NaN)]),
  );
  return {
    title: `After ${looks.join(', ')} releases`,
    rows: Object.entries(values).map(([what, its]) => growthOf(what, its, looks)),
    values,
  };
}

function growthOf(what: string, values: readonly number[], looks: readonly number[]) {
  const [first = Number.NaN] = values;
  const last = values.at(-1) ?? Number.NaN;
  const { n, min, max, IQR } = spreadOf(values);
  return {
    what,
    n,
    [`release ${looks[0]}`]: first,
    [`release ${looks.at(-1)}`]: last,
    'change (%)': last === first ? 0 : (100 * (last - first)) / first,
    min,
    max,
    IQR,
    // nothing is ever taken out of it
    ...(what !== 'history (bytes)' && { wanted: '±2 %' }),
  };
}
