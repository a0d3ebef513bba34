import type { Observation } from '@causeway/verify';
import { expect, test } from 'vitest';
import { passedAt } from './threshold.ts';

test('passed by the answer that makes the share larger', () => {
  const good = Array.from({ length: 95 }, (_, at) => answer(at));
  const bad = Array.from({ length: 10 }, (_, index) => answer(100 + index, 'status 500'));
  expect(passedAt([...good, ...bad], 'bad', 0.05)).toBe(105);
});

test('counted in the order in which answers came', () => {
  expect(passedAt([answer(3, 'status 500'), answer(1), answer(2, 'status 500')], 'bad', 0.4)).toBe(2);
});

test('what other releases answer does not count', () => {
  const others = [answer(1, 'status 500', 'old'), answer(2, 'refused', '')];
  expect(passedAt([...others, answer(3), answer(4, 'status 500')], 'bad', 0.1)).toBe(4);
});

test('a share that is reached but not passed is no passing', () => {
  expect(passedAt([answer(1), answer(2, 'status 500')], 'bad', 0.5)).toBeNaN();
});

function answer(at: number, failure?: string, release = 'bad'): Observation {
  const times = { due: at, sent: at, ended: at, at };
  return { stream: 'edge', client: 0, ...times, ...(release && { release }), ...(failure && { failure }) };
}
