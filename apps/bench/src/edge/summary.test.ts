import { expect, test } from 'vitest';
import type { Sample } from './measurement.ts';
import { featureRows, markdownOf, proxyRows } from './summary.ts';

const sample = (subject: string, cpu: number): Sample => ({
  subject,
  scenario: 'small',
  cpu,
  requests: 100,
  rate: 1000,
  p50: 1,
  p99: 4,
});

test('a proxy is told by its median, and ours in relation to it', () => {
  const samples = [10, 20, 30].flatMap((cpu) => [sample('ours', cpu), sample('other', 2 * cpu)]);
  expect(proxyRows(samples, 'small', ['ours', 'other'])).toMatchObject([
    { small: 'ours', 'CPU µs a request': 20, 'ours in relation': 1, 'requests/s': 1000 },
    { small: 'other', 'CPU µs a request': 40, 'ours in relation': 0.5, 'p50 ms': 1, 'p99 ms': 4 },
  ]);
});

test('a feature is told round by round, whether it is on by default or not', () => {
  const samples = [50, 70, 60].flatMap((cpu) => [
    sample('defaults', cpu),
    sample('log', cpu - 9),
    sample('limits', cpu + 3),
  ]);
  const rows = featureRows(samples, 'small', [
    { name: 'defaults', is: 'on' },
    { name: 'log', is: 'off' },
    { name: 'limits', is: 'on' },
  ]);
  expect(rows).toEqual([
    { feature: 'log', 'by default': 'on', 'costs µs': 9, IQR: 0 },
    { feature: 'limits', 'by default': 'off', 'costs µs': 3, IQR: 0 },
  ]);
});

test('Markdown has a line for each row', () => {
  expect(markdownOf([{ what: 'a', n: 1 }])).toBe('| what | n |\n| --- | --- |\n| a | 1 |');
});
