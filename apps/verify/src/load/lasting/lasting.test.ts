import { afterEach, describe, expect, test } from 'vitest';
import { countFailures } from '../../accounting/failures.ts';
import type { SeededServer } from '../../seeded/server.ts';
import { acknowledge, downloadBytes, type StreamFaults, startStreamServer } from '../../seeded/streams.ts';
import type { Goodbye, LoadPlan, Observation, Work } from '../load-plan.ts';
import { startTroupe } from './troupe.ts';

/** A busy machine answers late, and that is no failure here. Milliseconds. */
const longest = 2000;

let server: SeededServer | undefined;
afterEach(() => server?.close());

const transfer = { path: '/', bytes: downloadBytes, lasts: 30 };
const works = {
  request: { kind: 'request', path: '/', expect: { status: 200, body: '' }, lasts: 10 },
  upload: { kind: 'upload', ...transfer, path: '/upload' },
  download: { kind: 'download', ...transfer },
  events: { kind: 'events', path: '/events', count: 3, lasts: 10 },
  socket: { kind: 'socket', path: '/socket', every: 10 },
} satisfies Record<string, Work>;

describe.each(Object.entries(works))('lasting work of kind %s', (_, work) => {
  test('counts no failure where there is none, and goes on until it is to finish', async () => {
    const { observations } = await perform(work, {}, 6);
    expect(countFailures(observations)).toEqual({});
    expect(observations.length).toBeGreaterThanOrEqual(6);
    expect(new Set(observations.map(({ release }) => release))).toEqual(new Set(['seeded@1']));
    expect(new Set(observations.map(({ client }) => client))).toEqual(new Set([5, 6]));
  });

  test('names a server that is not there', async () => {
    const gone = await startStreamServer({});
    await gone.close();
    const { observations } = await perform(work, {}, 2, { ...gone, close: async () => {} });
    expect(observations.map(({ failure }) => failure).join()).toMatch(/refused/i);
  });
});

describe('a download', () => {
  test('catches one changed byte', async () => {
    const tamper = (bytes: Buffer) => bytes.fill(bytes[7] === 0 ? 1 : 0, 7, 8);
    expect(await failuresOf(works.download, { tamper })).toContain('other bytes arrived');
  });

  test('catches a missing end', async () => {
    const tamper = (bytes: Buffer) => bytes.subarray(1);
    expect(await failuresOf(works.download, { tamper })).not.toContain(undefined);
  });
});

test('an upload catches other bytes on the other side', async () => {
  expect(await failuresOf(works.upload, { digest: 'f00' })).toContain('other bytes arrived');
});

describe('events', () => {
  test.each([
    ['a missing one', [1, 3], 'event missing'],
    ['a repeated one', [1, 1, 2, 3], 'event missing'],
    ['an end before the last', [1, 2], 'ended early'],
  ])('catch %s', async (_, events, failure) => {
    expect(await failuresOf(works.events, { events })).toContain(failure);
  });

  test('catch a cut', async () => {
    expect(await failuresOf(works.events, { cutEvents: true })).not.toContain(undefined);
  });
});

describe('a websocket', () => {
  test('catches an acknowledgement that comes twice', async () => {
    const onMessage: StreamFaults['onMessage'] = (socket, message, count) => {
      acknowledge(socket, message);
      if (count === 3) acknowledge(socket, message);
    };
    expect(await failuresOf(works.socket, { onMessage })).toContain('acknowledged again');
  });

  test('catches one that never comes', async () => {
    const onMessage: StreamFaults['onMessage'] = (socket, message, count) =>
      count !== 3 && acknowledge(socket, message);
    expect(await failuresOf(works.socket, { onMessage }, 10)).toContain('not acknowledged');
  });

  test('catches a cut, and comes back', async () => {
    const onMessage: StreamFaults['onMessage'] = (socket, message, count) =>
      count === 3 ? socket.terminate() : acknowledge(socket, message);
    const failures = await failuresOf(works.socket, { onMessage }, 12);
    expect(failures.filter(Boolean)).toEqual(['closed with 1006']);
  });

  test.each([1001, 1012])(
    'takes a close with %d for polite, and sends again what was not acknowledged',
    async (code) => {
      const onMessage: StreamFaults['onMessage'] = (socket, message, count) =>
        count === 3 ? socket.close(code) : acknowledge(socket, message);
      const { observations, goodbyes } = await perform(works.socket, { onMessage }, 12);
      expect(countFailures(observations)).toEqual({});
      expect(goodbyes).toMatchObject([{ release: 'seeded@1', code }]);
      // and those that are sent before the client hears of it
      expect(goodbyes[0]?.waiting).toBeGreaterThanOrEqual(1);
    },
  );
});

async function failuresOf(work: Work, faults: StreamFaults, enough = 6): Promise<(string | undefined)[]> {
  const { observations } = await perform(work, faults, enough);
  return observations.map(({ failure }) => failure);
}

/** Two clients, numbered 5 and 6, until there have been so many observations. */
async function perform(work: Work, faults: StreamFaults, enough: number, at?: SeededServer) {
  server = at ?? (await startStreamServer(faults));
  const observations: Observation[] = [];
  const goodbyes: Goodbye[] = [];
  const done = Promise.withResolvers<void>();
  const plan: LoadPlan = { origin: server.origin, ca: server.ca, timeout: longest, streams: [] };
  const troupe = startTroupe(plan, { name: 'seeded', clients: 2, work }, 5, {
    observe: (observation) => {
      observations.push(observation);
      if (observations.length === enough) done.resolve();
    },
    sayGoodbye: (goodbye) => void goodbyes.push(goodbye),
  });
  await done.promise;
  await troupe.finish();
  return { observations, goodbyes };
}
