import { expect, test } from 'vitest';
import { rowsOf, spreadOf } from './series.ts';

test('the spread of values that occurred', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(spreadOf(values)).toEqual({ n: 20, p50: 10, p95: 19, max: 20, min: 1, IQR: 10 });
});

test('one value has no spread', () => {
  expect(spreadOf([3])).toEqual({ n: 1, p50: 3, p95: 3, max: 3, min: 3, IQR: 0 });
});

test('what is wanted stands beside its figure, and nothing where nothing is', () => {
  const series = [
    { what: 'rollback', wanted: 'p95 ≤ 0.5', values: [0.2] },
    { what: 'by hand', values: [0.1] },
  ];
  expect(rowsOf(series)).toEqual([
    { what: 'rollback', ...spreadOf([0.2]), wanted: 'p95 ≤ 0.5' },
    { what: 'by hand', ...spreadOf([0.1]) },
  ]);
});
