export interface Comparison {
  readonly medians: readonly [number, number];
  /** Of the means without the slowest twentieth, and its 95 % confidence interval. */
  readonly difference: number;
  readonly margin: number;
  /** Of the Mann-Whitney test: beyond ±1.96 the two differ, with 5 % of doubt. */
  readonly z: number;
}

/** Two samples of times; ties are so rare among them that they do not count. */
export function compare(one: readonly number[], other: readonly number[]): Comparison {
  const [a, b] = [trimmed(one), trimmed(other)];
  return {
    medians: [quantile(one, 0.5), quantile(other, 0.5)],
    difference: mean(a) - mean(b),
    margin: 1.96 * Math.sqrt(variance(a) / a.length + variance(b) / b.length),
    z: rankTest(one, other),
  };
}

function rankTest(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((time) => ({ time, first: true })),
    ...other.map((time) => ({ time, first: false })),
  ];
  const ranks = all
    .toSorted((a, b) => a.time - b.time)
    .reduce((sum, { first }, index) => sum + (first ? index + 1 : 0), 0);
  const [n, m] = [one.length, other.length];
  const u = ranks - (n * (n + 1)) / 2;
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}

const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);

const quantile = (times: readonly number[], share: number): number =>
  sorted(times)[Math.floor((times.length - 1) * share)] ?? Number.NaN;

const trimmed = (times: readonly number[]): number[] =>
  sorted(times).slice(0, Math.ceil(times.length * 0.95));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
