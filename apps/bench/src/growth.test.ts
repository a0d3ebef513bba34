import { expect, test } from 'vitest';
import { looksOver } from './growth.ts';

test('looks are spread evenly from the twentieth release to the last', () => {
  expect(looksOver(200)).toEqual([20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
});

test('few releases have as many looks as there are numbers', () => {
  expect(looksOver(22)).toEqual([20, 21, 22]);
  expect(looksOver(3)).toEqual([3]);
});
