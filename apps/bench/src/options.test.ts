import { expect, test } from 'vitest';
import { parseOptions, parts, usage } from './options.ts';

test('a part is enough', () => {
  expect(parseOptions(['release'])).toEqual({
    parts: ['release'],
    times: 10,
    rate: 100,
    minutes: 3,
    releases: 200,
    keep: false,
  });
});

test('everything can be said, in any order', () => {
  const said = '--times 2 --rate 50 all --minutes 1 --releases 25 --keep';
  expect(parseOptions(said.split(' '))).toEqual({
    parts,
    times: 2,
    rate: 50,
    minutes: 1,
    releases: 25,
    keep: true,
  });
});

test.each([
  ['', /write one of rest, release, growth, all/],
  ['speed', /bench speed: write one of/],
  ['rest growth', /bench rest growth: write one of/],
  ['rest --times 0', /--times 0: must be a whole number above 0/],
  ['rest --rate fast', /--rate fast: must be/],
])('"%s" is refused with what to write', (said, words) => {
  expect(() => parseOptions(said.split(' ').filter((word) => word !== ''))).toThrow(words);
});

test('the usage names every part', () => {
  for (const part of parts) expect(usage).toContain(part);
});
