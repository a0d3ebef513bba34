import { expect, test } from 'vitest';
import { signalNumber } from './stop-signal.ts';

test.each([
  ['SIGUSR1', 10],
  ['usr1', 10],
  ['3', 3],
  ['SIGRTMIN', 34],
  ['RTMIN+3', 37],
  ['', undefined],
  ['SIGNONSENSE', undefined],
])('%j is the signal %s', (word, number) => {
  expect(signalNumber(word)).toBe(number);
});
