import { expect, test } from 'vitest';
import { readyIn, wholeBoot } from './boot.ts';

test('ready when the program says so, on the clock of the engine', () => {
  const log = [
    '2026-03-01T10:00:00.100000001Z migrating',
    '2026-03-01T10:00:00.250999999Z on 5000',
    '2026-03-01T10:00:01.000000000Z bye',
  ];
  expect(readyIn(log.join('\n'))).toBe(Date.UTC(2026, 2, 1, 10, 0, 0, 250));
});

test('a program that has not said so is told with its log', () => {
  expect(() => readyIn('2026-03-01T10:00:00Z no such file')).toThrow(/has not said.*\n.*no such file/);
});

test('a boot lasts from the first start until the last is ready', () => {
  const boots = [
    { startedAt: 10, readyAt: 90 },
    { startedAt: 20, readyAt: 70 },
  ];
  expect(wholeBoot(boots)).toEqual({ startedAt: 10, readyAt: 90 });
});
