import { type Figures, nearestRank } from '@causeway/verify';

/** One figure with all its measurements. */
export interface Series {
  /** With the unit. */
  readonly what: string;
  /** What it is held against by whoever reads it. */
  readonly wanted?: string;
  readonly values: readonly number[];
}

/** One row for each, under the columns that all tables have. */
export function rowsOf(series: readonly Series[]): Figures['rows'] {
  return series.map(({ what, wanted, values }) => ({
    what,
    ...spreadOf(values),
    ...(wanted !== undefined && { wanted }),
  }));
}

/** Nearest ranks, so every value is one that was measured; `IQR` is the width of the middle half. */
export function spreadOf(values: readonly number[]) {
  const rank = nearestRank(values);
  return {
    n: values.length,
    p50: rank(0.5),
    p95: rank(0.95),
    max: rank(1),
    min: rank(0),
    IQR: rank(0.75) - rank(0.25),
  };
}
