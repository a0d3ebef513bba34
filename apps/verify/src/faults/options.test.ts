import { expect, test } from 'vitest';
import { parseOptions, proofs, usage } from './options.ts';

test('without options everything is proved once', () => {
  expect(parseOptions([])).toEqual({
    proofs,
    only: [],
    repeat: 1,
    races: 20,
    releases: 25,
    restartEngine: false,
    keep: false,
  });
});

test('everything can be said', () => {
  const said = '--proof kills --only switch --repeat 3 --races 5 --releases 200 --restart-engine --keep';
  expect(parseOptions(said.split(' '))).toEqual({
    proofs: ['kills'],
    only: ['switch'],
    repeat: 3,
    races: 5,
    releases: 200,
    restartEngine: true,
    keep: true,
  });
});

test('the short form names what it takes', () => {
  expect(parseOptions(['--short'])).toMatchObject({ proofs: ['failures', 'kills', 'races'], races: 1 });
});

test('help names every proof', () => {
  expect(parseOptions(['--help'])).toBe('help');
  for (const proof of proofs) expect(usage).toContain(proof);
});

test.for([
  [['--proof', 'fires'], '--proof fires: no such proof; write one of failures, kills, races, growth'],
  [['--repeat', '0'], '--repeat 0: must be a whole number above 0; write for example --repeat 20'],
] as const)('%j is refused with what to write instead', ([args, message]) => {
  expect(() => parseOptions([...args])).toThrow(message);
});
