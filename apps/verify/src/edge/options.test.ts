import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

test('a target, under the usual config', () => {
  expect(parseOptions(['--target', 'local'])).toEqual({
    edge: { target: 'local', config: 'stacks/platform.config.ts' },
    only: [],
  });
});

test('an edge of any origin goes before a target, which Nx always names', () => {
  expect(parseOptions(['--target', 'local', '--at', 'edge.json', '--only', 'tls', '--only', 'auth'])).toEqual(
    {
      edge: { file: 'edge.json' },
      only: ['tls', 'auth'],
    },
  );
});

test('help goes before all else', () => expect(parseOptions(['--help', '--target', 'local'])).toBe('help'));

test.each([
  [[], '--target: missing; write for example --target local, or --at <file>'],
  [['--target', 'local', '--only', 'ssl'], /^--only ssl: no such suite; write one of tls, paths, /],
])('%j is refused with what to write instead', (args, says) => {
  expect(() => parseOptions(args)).toThrow(says);
});
