import { afterEach, describe, expect, test } from 'vitest';
import { countFailures } from '../accounting/failures.ts';
import { findRelapses } from '../accounting/order.ts';
import { settleWrites } from '../accounting/writes.ts';
import {
  type Arrived,
  type Behaviour,
  type Reply,
  type SeededServer,
  startSeededServer,
} from '../seeded/server.ts';
import { nameError } from './failure.ts';
import { startLoad } from './load.ts';
import type { LoadRecord, RequestPlan, Transport } from './load-plan.ts';
import { transports } from './transports/index.ts';

/** A busy machine answers late, and that is no failure here. Milliseconds. */
const longest = 2000;

const everyTransport = ['keep-alive', 'new-connection', 'http2'] satisfies Transport[];

let server: SeededServer | undefined;
afterEach(() => server?.close());

describe.each(everyTransport)('a load over %s', (transport) => {
  test('counts no failure where there is none', async () => {
    const { observations } = await load(transport, () => ({}));
    expect(countFailures(observations)).toEqual({});
    expect(observations.map(({ release }) => release)).toEqual(observations.map(() => 'seeded@1'));
  });

  test('catches a connection that is cut', async () => {
    const { observations } = await load(transport, (request) => (request.count === 7 ? cut(request) : {}));
    expect(failuresOf(observations, 'reset')).toBeGreaterThan(0);
  });

  test('sends a request that failed only once', async () => {
    const ids: string[] = [];
    const { observations } = await load(
      transport,
      (request) => {
        ids.push(idOf(request));
        return request.count % 3 === 0 ? cut(request) : written(request);
      },
      write,
    );
    expect(failuresOf(observations, 'reset')).toBeGreaterThan(0);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  });

  test('catches an unexpected status', async () => {
    const { observations } = await load(transport, ({ count }) => (count === 7 ? { status: 503 } : {}));
    expect(countFailures(observations)).toEqual({ seeded: { 'status 503': 1 } });
  });

  test('catches an unexpected body', async () => {
    const { observations } = await load(transport, ({ count }) => (count === 7 ? { body: 'other' } : {}));
    expect(countFailures(observations)).toEqual({ seeded: { 'wrong body': 1 } });
  });

  test('catches a request that is never answered', async () => {
    const { observations } = await load(transport, ({ count }) => (count === 7 ? undefined : {}), {
      timeout: longest,
    });
    expect(countFailures(observations)).toEqual({ seeded: { timeout: 1 } });
  });

  test('goes on with the schedule while the server stalls, and counts the wait', async () => {
    const stall = Promise.withResolvers<void>();
    const { observations } = await load(transport, async ({ count }) => {
      if (count === 3) setTimeout(stall.resolve, 400);
      if (count >= 3) await stall.promise;
      return {};
    });
    const waited = observations.filter(({ due, sent }) => sent > due + 50);
    expect(waited.length).toBeGreaterThan(0);
    expect(countFailures(observations)).toEqual({});
  });

  test('catches a write that is doubled, and one that is lost', async () => {
    const held = new Map<string, number>();
    const { observations } = await load(
      transport,
      (request) => {
        held.set(idOf(request), request.count === 5 ? 2 : 1);
        if (request.count === 9) held.delete(idOf(request));
        return written(request);
      },
      write,
    );
    expect(settleWrites(observations, held)).toMatchObject({
      lost: [expect.any(String)],
      doubled: [expect.any(String)],
      strange: [],
    });
  });

  test('catches old after new', async () => {
    const served = ['seeded@1', 'seeded@2'].map((release) => ({ release, since: 0 }));
    const old = new Set([...Array(8).keys(), 24, 25, 26, 27]);
    const { observations } = await load(transport, ({ count }) => ({
      release: old.has(count) ? 'seeded@1' : 'seeded@2',
    }));
    expect(findRelapses(observations, served).length).toBeGreaterThan(0);
  });

  test('names a server that is not there', async () => {
    const gone = await startSeededServer(() => ({}));
    await gone.close();
    const signal = AbortSignal.timeout(10_000);
    const sending = transports[transport](gone).send({ method: 'GET', path: '/', signal });
    expect(await sending.catch(nameError)).toBe('refused');
  });
});

test('a load over http2 goes on with another connection after a GOAWAY', async () => {
  const sessions = new Set<unknown>();
  const { observations } = await load('http2', ({ count, session }) => {
    sessions.add(session);
    if (count === 5) session?.goaway();
    return {};
  });
  expect(countFailures(observations)).toEqual({});
  expect(sessions.size).toBe(stream('http2').clients + 1);
});

/** Forty requests and those that come while the last of them are answered. */
async function load(
  transport: Transport,
  behave: Behaviour,
  { request = { method: 'GET', path: '/' }, status = 200, timeout = 10_000 }: Settings = {},
): Promise<LoadRecord> {
  const enough = Promise.withResolvers<void>();
  server = await startSeededServer((arrived) => {
    if (arrived.count === 40) enough.resolve();
    return behave(arrived);
  });
  const body = request.method === 'GET' ? 'fine' : '';
  const streams = [{ ...stream(transport), request, expect: { status, body } }];
  const running = await startLoad({ origin: server.origin, ca: server.ca, timeout, streams });
  await enough.promise;
  return running.stop();
}

interface Settings {
  readonly request?: RequestPlan;
  readonly status?: number;
  readonly timeout?: number;
}

const write: Settings = {
  request: { method: 'POST', path: '/writes', run: 'seeded', bytes: 2048 },
  status: 201,
};

function stream(transport: Transport) {
  return { name: 'seeded', transport, rate: 200, clients: 2, parallel: transport === 'http2' ? 2 : 1 };
}

function cut(request: Arrived): undefined {
  request.cut();
}

function written(request: Arrived): Reply {
  return { status: 201, body: idOf(request) };
}

function idOf({ body }: Arrived): string {
  return JSON.parse(body).id;
}

function failuresOf(observations: LoadRecord['observations'], kind: string): number {
  return countFailures(observations).seeded?.[kind] ?? 0;
}
