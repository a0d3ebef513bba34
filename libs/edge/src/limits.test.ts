import { connect as connectHttp2 } from 'node:http2';
import { setTimeout } from 'node:timers/promises';
import type { EdgePlan, LimitPlan } from '@causeway/plan';
import { afterEach, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { type Answer, https } from './testing/client.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

let stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});

/** Limits of an hour: nothing is free again while a test runs. */
const limit = (path: string, requests: number, wanted: Partial<LimitPlan> = {}): LimitPlan => ({
  path,
  requests,
  per: 3_600_000,
  burst: requests,
  ...wanted,
});

async function start(
  limits: readonly LimitPlan[],
  wanted: Partial<EdgePlan> = {},
): Promise<{ edge: RunningEdge; backend: Backend }> {
  const backend = await startBackend('one');
  stops.push(() => backend.stop());
  const edge = await startEdge(
    [
      plainService('phrase', { hosts: ['localhost', '*.phrase.example'], limits }),
      plainService('notes', { hosts: ['notes.example'] }),
    ],
    wanted,
  );
  stops.push(() => edge.stop());
  await edge.apply([liveOn('phrase', [backend.port]), liveOn('notes', [backend.port])]);
  await edge.healthy('phrase-1', 1);
  return { edge, backend };
}

const at = (localAddress: string, headers = {}) => ({ localAddress, headers });

async function inTurn(asked: readonly (() => Promise<Answer>)[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const ask of asked) statuses.push((await ask()).status);
  return statuses;
}

const times = (count: number, ask: () => Promise<Answer>) => inTurn(Array(count).fill(ask));

test('a client over the limit is told when to come back, and other clients are not', async () => {
  const { edge, backend } = await start([limit('/', 3, { per: 60_000 })]);
  expect(await times(3, () => https(edge, '/', at('127.0.0.2')))).toEqual([200, 200, 200]);
  const refused = await https(edge, '/', at('127.0.0.2'));
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '20']);
  expect(JSON.parse(refused.body)).toMatchObject({
    status: 429,
    request_id: refused.headers['x-request-id'],
  });
  expect((await https(edge, '/', at('127.0.0.3'))).status).toBe(200);
  expect((await https(edge, '/', at('127.0.0.2', { host: 'notes.example' }))).status).toBe(200);
  expect(backend.seen).toHaveLength(5);
});

test('requests are free again one after the other', async () => {
  const { edge } = await start([limit('/', 4, { per: 6000 })]);
  const until = async (status: number) => {
    while ((await https(edge, '/')).status !== status) await setTimeout(10);
  };
  await until(429);
  await until(200);
  await until(429);
});

test('a burst may be more, or less, than what is free again', async () => {
  const { edge } = await start([limit('/more', 1, { burst: 4 }), limit('/less', 50, { burst: 2 })]);
  expect(await times(5, () => https(edge, '/more'))).toEqual([200, 200, 200, 200, 429]);
  expect(await times(3, () => https(edge, '/less'))).toEqual([200, 200, 429]);
});

test('the limit of a path leaves other paths alone, and that of the service holds for all', async () => {
  const { edge } = await start([limit('/api', 2), limit('/', 5)]);
  expect(await times(3, () => https(edge, '/api/x'))).toEqual([200, 200, 429]);
  expect(await times(4, () => https(edge, '/apis'))).toEqual([200, 200, 200, 429]);
});

test('one path has several limits', async () => {
  const { edge } = await start([limit('/', 100, { per: 1000 }), limit('/', 3)]);
  expect(await times(4, () => https(edge, '/'))).toEqual([200, 200, 200, 429]);
});

describe('one client has one count', () => {
  test('in all spellings and with all queries', async () => {
    const { edge } = await start([limit('/api', 8)]);
    const spellings = [
      '/api',
      '/API/',
      '/%61pi',
      '//api',
      '/api;x=1',
      '/api.json',
      '/api?a=/other',
      '/index.php/api?x',
      '/api/x',
      '/a%70i?y',
    ];
    expect(await inTurn(spellings.map((path) => () => https(edge, path)))).toEqual([
      ...Array(8).fill(200),
      429,
      429,
    ]);
  });

  test('not with what only its query says', async () => {
    const { edge } = await start([limit('/api', 1)]);
    const elsewhere = ['/x?/api', '/?a=/index.php/api', '/x?y=.php/api', '/x?//host/api', '/x?%2fapi'];
    expect(await inTurn(elsewhere.map((path) => () => https(edge, path)))).toEqual(Array(5).fill(200));
  });

  test('on all hosts, over all connections, whatever it says where it comes from', async () => {
    const { edge } = await start([limit('/', 4)]);
    const asked = [
      {},
      { host: 'a.phrase.example' },
      { 'x-forwarded-for': '192.0.2.1' },
      { 'x-real-ip': '192.0.2.2', forwarded: 'for=192.0.2.3' },
      { 'x-envoy-external-address': '192.0.2.4', 'true-client-ip': '192.0.2.5' },
    ];
    expect(await inTurn(asked.map((headers) => () => https(edge, '/', { headers })))).toEqual([
      ...Array(4).fill(200),
      429,
    ]);
  });

  test('in the streams of one connection', async () => {
    const { edge } = await start([limit('/', 10)]);
    const session = connectHttp2(`https://localhost:${edge.plan.edge.https}`, {
      rejectUnauthorized: false,
      lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    stops.push(async () => session.destroy());
    const statuses = await Promise.all(
      Array.from(
        { length: 50 },
        () =>
          new Promise((resolve, reject) =>
            session
              .request({ ':path': '/' })
              .on('error', reject)
              .on('response', (got) => resolve(got[':status'])),
          ),
      ),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
  });

  test('in a network of IPv6', async () => {
    const { edge } = await start([limit('/', 2)], { trustedProxies: ['127.0.0.1/32'] });
    const from = (address: string) => () => https(edge, '/', { headers: { 'x-forwarded-for': address } });
    const addresses = ['2001:db8::1', '2001:db8::2:1', '2001:db8::ffff', '2001:db8:0:1::1'];
    expect(await inTurn(addresses.map(from))).toEqual([200, 200, 429, 200]);
  });
});

test('counts begin anew with a change of any route, and not with replicas that come and go', async () => {
  const { edge, backend } = await start([limit('/', 3)]);
  const phrase = liveOn('phrase', [backend.port]);
  expect(await times(4, () => https(edge, '/'))).toEqual([200, 200, 200, 429]);
  await edge.apply([phrase, liveOn('notes', [backend.port, backend.port + 1])]);
  expect(await times(1, () => https(edge, '/'))).toEqual([429]);
  await edge.apply([phrase, { ...liveOn('notes', [backend.port]), maintenance: { retryAfter: 1 } }]);
  expect(await times(4, () => https(edge, '/'))).toEqual([200, 200, 200, 429]);
});

test('more clients than Envoy tells apart by default have a count each', async () => {
  const { edge } = await start([limit('/', 1)]);
  const clients = Array.from(
    { length: 40 },
    (_, index) => () => https(edge, '/', at(`127.0.2.${index + 1}`)),
  );
  expect(await inTurn(clients)).toEqual(Array(40).fill(200));
  expect(await inTurn(clients)).toEqual(Array(40).fill(429));
});
