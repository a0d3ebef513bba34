import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { http2, https } from './testing/client.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one', (request, response) => {
    // what has been answered is not taken back
    if (request.url !== '/silent') request.pipe(response);
  });
  edge = await startEdge([plainService('phrase')]);
  await edge.apply([liveOn('phrase', [replica.port])]);
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

async function open(): Promise<TLSSocket> {
  const socket = connect({ port: edge.plan.edge.https, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
}

/** Says one thing again and again until there is an answer. */
async function trickle(socket: Socket, bytes: string): Promise<string> {
  const timer = setInterval(() => socket.write(bytes), 100);
  const [answer] = await once(socket, 'data');
  clearInterval(timer);
  socket.destroy();
  return String(answer);
}

describe('slow clients', () => {
  /** Milliseconds, far above the edge's own limits. */
  const patience = 30_000;

  test(
    'headers that never end are ended with 408, silence before TLS too, and a slow upload is not',
    async () => {
      const upload = await open();
      upload.write(
        'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
      );
      const drip = setInterval(() => upload.write('1\r\nx\r\n'), 500);
      const slow = await open();
      slow.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
      const silent = connectTcp(edge.plan.edge.https, '127.0.0.1').on('error', () => {});
      const [answer, nothing] = await Promise.all([trickle(slow, 'X-A: b\r\n'), text(silent)]);
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(nothing).toBe('');
      clearInterval(drip);
      upload.write('0\r\n\r\n');
      expect(await text(upload)).toMatch(/^HTTP\/1.1 200 [\s\S]*\r\n0\r\n\r\n$/);
    },
    patience,
  );
});

describe('headers', () => {
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, 'a']));
  const enough = Object.fromEntries(
    Array.from({ length: 80 }, (_, index) => [`x-${index}`, 'a'.repeat(100)]),
  );

  test.each([
    ['one of 61 KiB', { 'x-large': 'a'.repeat(61 * 1024) }],
    ['a hundred and one', many],
  ])('%s are refused with 431', async (_what, headers) => {
    replica.seen.length = 0;
    expect((await https(edge, '/', { headers })).status).toBe(431);
    expect(await statusOverHttp2(headers)).toBe(431);
    expect(replica.seen).toEqual([]);
  });

  test('eighty of 100 bytes are not', async () => {
    expect((await https(edge, '/', { headers: enough })).status).toBe(200);
    expect((await http2(edge, '/', enough)).status).toBe(200);
  });
});

/** Or that the stream was reset, which is all that HTTP/2 can say to some. */
const statusOverHttp2 = (headers: Record<string, string>): Promise<number> =>
  http2(edge, '/', headers).then(
    ({ status }) => status,
    () => 431,
  );

describe('HTTP/2', () => {
  test('a client that asks and takes back is cut off, and only that one', async () => {
    const session = connectHttp2(`https://127.0.0.1:${edge.plan.edge.https}`, { rejectUnauthorized: false });
    session.on('error', () => {});
    await once(session, 'connect');
    let left = 1000;
    const reset = () => {
      if (session.closed || session.destroyed || left-- === 0) return;
      const stream = session.request({ ':path': '/silent', ':authority': 'localhost' });
      stream.on('error', () => {}).close(constants.NGHTTP2_CANCEL);
      setImmediate(reset);
    };
    reset();
    // a client that is still sending may never notice that its connection is closed
    const cutOff = () => counted('http.https.downstream_rq_too_many_premature_resets');
    await expect.poll(cutOff, { timeout: 25_000 }).toBe(1);
    session.destroy();
    expect((await https(edge, '/')).status).toBe(200);
  });
});

test('a thousand idle connections leave room for everybody else', async () => {
  const idle: TLSSocket[] = [];
  while (idle.length < 1000) idle.push(...(await Promise.all(Array.from({ length: 20 }, open))));
  expect(await counted('http.https.downstream_cx_active')).toBeGreaterThanOrEqual(1000);
  expect((await https(edge, '/')).status).toBe(200);
  expect(idle.filter((socket) => socket.closed)).toEqual([]);
  for (const socket of idle) socket.destroy();
}, 60_000);

async function counted(name: string): Promise<number> {
  const stats = await edge.admin(`/stats?filter=^${name.replaceAll('.', '%5C.')}$`);
  return Number(/: (\d+)/.exec(stats)?.[1]);
}
