import { type Http2Answer, ordinary, type PathCase, rules, spellings } from '@causeway/corpus';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathPattern, targetPattern } from './paths.ts';
import { anyPath } from './testing/any-path.ts';
import { startWitnessedService, type WitnessedEdge } from './testing/witnessed-edge.ts';

const ruled = [...rules.block, ...rules.protect];

const covered: readonly PathCase[] = ruled.flatMap((path) => spellings(path, 'blocked'));

const protocols = ['HTTP/1.1', 'HTTP/2'] as const;

/** What each path is answered, a few at a time: a connection takes no more streams at once. */
async function statuses(edge: WitnessedEdge, protocol: (typeof protocols)[number], paths: readonly string[]) {
  const answers: (readonly [string, Http2Answer])[] = [];
  for (let first = 0; first < paths.length; first += 50) {
    const batch = await edge.askAll(protocol, paths.slice(first, first + 50));
    answers.push(...batch.map(({ path, status }) => [path, status] as const));
  }
  return answers;
}

/** Of each of the corpus's paths, where the rule answers `ruled`. */
async function expectAlike(edge: WitnessedEdge, protocol: (typeof protocols)[number], ruled: number) {
  const paths = covered.map(({ path }) => path);
  const answers = await statuses(edge, protocol, paths);
  // over HTTP/2 a malformed path ends its stream
  const told = answers.map(([path, status]) => [path, status === 'reset' ? 400 : status]);
  const expected = { refused: 400, unchanged: 200, blocked: ruled, 'asks for credentials': ruled };
  expect(told).toEqual(covered.map(({ path, outcome }) => [path, expected[outcome]]));
}

describe('a network that may not ask for a path gets to it by no spelling', () => {
  let edge: WitnessedEdge;
  beforeAll(async () => {
    edge = await startWitnessedService({ access: ruled.map((path) => ({ path, deny: ['127.0.0.0/8'] })) });
  });
  afterAll(() => edge?.stop());

  test.each(protocols)('over %s', (protocol) => expectAlike(edge, protocol, 403));

  test.each(protocols)('and has all ordinary ones over %s', async (protocol) => {
    const answers = await statuses(edge, protocol, ordinary);
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  });
});

describe('a client over the limit of a path gets to it by no spelling', () => {
  let edge: WitnessedEdge;
  beforeAll(async () => {
    const once = { requests: 1, per: 86_400_000, burst: 1 };
    edge = await startWitnessedService({ limits: ruled.map((path) => ({ path, ...once })) });
    for (const path of ruled) await edge.ask('HTTP/1.1', path);
  });
  afterAll(() => edge?.stop());

  test.each(protocols)('over %s', (protocol) => expectAlike(edge, protocol, 429));

  test.each(protocols)('and has all ordinary ones over %s, whatever their query says', async (protocol) => {
    const queries = ruled.flatMap((path) => [path, `/index.php${path}`, `//host${path}`, `x=.php${path}`]);
    const asked = [...ordinary, ...queries.map((query) => `/other?${query}`)];
    const answers = await statuses(edge, protocol, asked);
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  });
});

test('a rule covers a path with its query as it covers the path', () => {
  const query = fc.oneof(
    fc.constant(''),
    anyPath(rules).map((path) => `?${path}`),
  );
  const expressions = ruled.map((rule) => [expression(targetPattern(rule)), expression(pathPattern(rule))]);
  fc.assert(
    fc.property(fc.constantFrom(...expressions), anyPath(rules), query, ([whole, alone], any, query) => {
      const path = any.replace(/\?.*/s, '');
      expect(whole?.test(path + query)).toBe(alone?.test(path));
    }),
    { numRuns: 2000, seed: 14 },
  );
});

// as flags: under `(?i:…)` V8 takes some alternatives for their lower case alone
const expression = (pattern: string): RegExp =>
  new RegExp(`^(?:${pattern.replace('(?is:', '(?:').replace('(?s:', '(?:')})$`, 'is');
