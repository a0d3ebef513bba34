import { expect, test } from 'vitest';
import { parseEdgeOptions, usage } from './options.ts';

test('nothing need be said', () => {
  expect(parseEdgeOptions([])).toEqual({
    rounds: 9,
    requests: 4000,
    features: true,
    proxies: true,
    fetch: false,
  });
});

test('everything can be said', () => {
  const said = '--rounds 2 --requests 500 --fetch --proxies-only';
  expect(parseEdgeOptions(said.split(' '))).toEqual({
    rounds: 2,
    requests: 500,
    features: false,
    proxies: true,
    fetch: true,
  });
});

test.each([
  ['--rounds', '0', /--rounds 0: must be a whole number of at least 1/],
  ['--requests', '100', /--requests 100: must be a whole number of at least 200/],
])('%s %s is refused', (option, value, words) => {
  expect(() => parseEdgeOptions([option, value])).toThrow(words);
});

test('the usage says what may be fetched', () => {
  expect(usage).toContain('--fetch');
});
