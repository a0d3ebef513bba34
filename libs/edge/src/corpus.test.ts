import { isDeepStrictEqual } from 'node:util';
import {
  type Field,
  forged,
  Http1Connection,
  Http2Connection,
  http1Cases,
  http2Cases,
  type Outcome,
  ordinary,
  type PathCase,
  places,
  rules,
  spellings,
} from '@causeway/corpus';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { login } from './testing/client.ts';
import { greedilyReaches } from './testing/greedy.ts';
import { verdict } from './testing/path-model.ts';
import { passwordOf } from './testing/plan.ts';
import type { Reached } from './testing/witness.ts';
import { startWitnessedEdge, type WitnessedEdge } from './testing/witnessed-edge.ts';

let edge: WitnessedEdge;
beforeAll(async () => {
  edge = await startWitnessedEdge(rules);
});
afterAll(() => edge?.stop());

beforeEach(() => edge.forget());

/** What came through although some application may take it for what a rule covers. */
const bypasses = (): readonly string[] =>
  edge
    .targets()
    .filter((target) => [...rules.block, ...rules.protect].some((rule) => greedilyReaches(rule, target)));

const paths: readonly PathCase[] = [
  ...rules.block.flatMap((path) => spellings(path, 'blocked')),
  ...rules.protect.flatMap((path) => spellings(path, 'asks for credentials')),
  ...ordinary.map((path) => ({ path, outcome: 'unchanged' }) as const),
];

const http1 = http1Cases(places);
const http2 = http2Cases(places);

const statuses: Readonly<Record<Outcome, number>> = {
  blocked: 404,
  'asks for credentials': 401,
  refused: 400,
  unchanged: 200,
};

interface Result {
  readonly path: string;
  readonly status: number | string;
  readonly reached: readonly string[];
  readonly bypasses: readonly string[];
}

const expected = ({ path, outcome }: PathCase): Result => ({
  path,
  status: statuses[outcome],
  reached: outcome === 'unchanged' ? [path] : [],
  bypasses: [],
});

test('the corpus is as large as it is said to be', () => {
  expect(paths.length * 2 + http1.length + http2.length + forged.length).toBeGreaterThan(1000);
  expect(new Set(ordinary).size).toBeGreaterThanOrEqual(150);
});

test.each(['HTTP/1.1', 'HTTP/2'] as const)(
  'every path over %s',
  async (protocol) => {
    const got: Result[] = [];
    for (const { path } of paths) {
      edge.forget();
      const status = await edge.ask(protocol, path);
      got.push({
        path,
        status: status === 'reset' ? 400 : status,
        reached: edge.targets(),
        bypasses: bypasses(),
      });
    }
    expect(
      got.filter((result, index) => !isDeepStrictEqual(result, expected(paths[index] as PathCase))),
    ).toEqual([]);
  },
  300_000,
);

test.each(['HTTP/1.1', 'HTTP/2'] as const)(
  'over %s who has a password is let in by every spelling, by name and without the password',
  async (protocol) => {
    const asking = paths.filter(({ outcome }) => outcome === 'asks for credentials').map(({ path }) => path);
    for (const path of asking) await edge.ask(protocol, path, alice);
    expect(edge.targets().toSorted()).toEqual(asking.toSorted());
    expect(
      edge.reached().filter(({ headers }) => headers.some(([name]) => name === 'authorization')),
    ).toEqual([]);
    expect(new Set(edge.reached().flatMap(usersOf))).toEqual(new Set(['alice']));
  },
);

const alice: readonly Field[] = [
  ['authorization', String(login('alice', passwordOf('alice')).authorization)],
];

const usersOf = ({ headers }: Reached): string[] =>
  headers.filter(([name]) => name === 'x-remote-user').map(([, user]) => user);

test.each(paths)('the model on $path: $outcome', ({ path, outcome }) => {
  expect(verdict(rules, path)).toBe(outcome === 'unchanged' ? 'forwarded' : outcome);
});

describe('HTTP/1.1 byte by byte', () => {
  test.each(http1)('$name', async ({ bytes, answers, reached = [] }) => {
    const connection = await Http1Connection.open(edge);
    connection.send(bytes);
    const got: number[] = [];
    for (const _ of answers) got.push((await connection.answer())?.status ?? 0);
    // what hides behind the last answer is seen before the next one
    if (connection.open)
      await connection.ask('GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    connection.close();
    expect(got).toEqual(answers);
    expect(bypasses()).toEqual([]);
    expect(edge.requests().filter((request) => request !== 'GET /last')).toEqual(reached);
  });
});

describe('HTTP/2 frame by frame', () => {
  test.each(http2)('$name', async ({ headers, body, trailers, answer, reached = [], perhaps = false }) => {
    const connection = await Http2Connection.open(edge);
    const got = await connection.ask(headers, body, trailers);
    connection.close();
    expect(got).toBe(answer);
    expect(bypasses()).toEqual([]);
    expect([reached, ...(perhaps ? [[]] : [])]).toContainEqual(edge.requests());
  });
});

describe('headers', () => {
  test.each(forged)('%s does not reach the application', async (name, value) => {
    const connection = await Http1Connection.open(edge);
    const answer = await connection.ask(`GET /x HTTP/1.1\r\nHost: localhost\r\n${name}: ${value}\r\n\r\n`);
    connection.close();
    expect(answer?.status).toBe(200);
    const values = edge
      .reached()
      .flatMap(({ headers }) => headers.filter(([found]) => found === name.toLowerCase()));
    expect(values.map(([, found]) => found)).not.toContain(value);
  });
});
