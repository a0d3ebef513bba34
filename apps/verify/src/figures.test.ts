import { expect, test } from 'vitest';
import { type Figures, tableOf } from './figures.ts';

test('a table has numbers to the right and words to the left', () => {
  const rows: Figures['rows'] = [
    { stream: 'writes', requests: 12, p95: 1.23456 },
    { stream: 'HTTP/2', requests: 1200 },
  ];
  expect(tableOf(rows).split('\n')).toEqual([
    'stream  requests    p95',
    'writes        12  1.235',
    'HTTP/2      1200',
  ]);
});
