import { expect, test } from 'vitest';
import { parseOptions, usage } from './options.ts';
import { suites } from './suites.ts';

const defaults = {
  releases: 20,
  rollbacks: 1,
  edgeReplacements: 0,
  rate: 300,
  long: 10,
  sockets: 20,
  streams: 4,
  transfers: 1,
  duration: 0,
};

test('a target is enough', () => {
  expect(parseOptions(['--target', 'local'])).toEqual({
    target: 'local',
    config: 'stacks/platform.config.ts',
    scenario: defaults,
    only: [],
    without: [],
  });
});

test('everything can be said', () => {
  const said =
    '--target vagrant --config mine.ts --releases 3 --rate 50 --rollbacks 0 --long 60 --only https --only secrets --without undo';
  expect(parseOptions(said.split(' '))).toEqual({
    target: 'vagrant',
    config: 'mine.ts',
    scenario: { ...defaults, releases: 3, rate: 50, rollbacks: 0, long: 60 },
    only: ['https', 'secrets'],
    without: ['undo'],
  });
});

test.each([
  [[], '--target: missing; write for example --target local'],
  [['--target', 'local', '--only', 'http'], `--only http: no such suite; write one of ${suites.join(', ')}`],
  [
    ['--target', 'local', '--without', 'http'],
    `--without http: no such suite; write one of ${suites.join(', ')}`,
  ],
  [
    ['--target', 'local', '--edge-replacements', '2'],
    '--edge-replacements: needs another edge; write --other-config <file> as well',
  ],
  [
    ['--target', 'local', '--releases', '0'],
    '--releases 0: must be a whole number above 0; write for example --releases 20',
  ],
  [
    ['--target', 'local', '--rate', 'much'],
    '--rate much: must be a whole number above 0; write for example --rate 20',
  ],
])('%j is a mistake', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});

test('the help names every suite', () => {
  expect(parseOptions(['--help'])).toBe('help');
  for (const suite of suites) expect(usage).toContain(suite);
});
