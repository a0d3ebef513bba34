import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { replicaHttp } from './replica-http.ts';

const server = createServer((request, response) => {
  if (request.url === '/hangs') return;
  response.end(`${request.headers.host} ${request.headers.connection} ${request.url}`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const replica = { replica: 1, address: '127.0.0.1' };

afterEach(() => server.closeAllConnections());

test('asks at one of the service’s hosts, on a connection of its own', async () => {
  const answer = await replicaHttp.get(replica, { port, path: '/status', host: 'shop.test' }, 2000);
  expect(answer).toEqual({ status: 200, body: 'shop.test close /status' });
});

test('a replica that hangs is given up', async () => {
  const ask = { port, path: '/hangs', host: 'shop.test' };
  await expect(replicaHttp.get(replica, ask, 100)).rejects.toThrow('timeout');
});

test('a replica that takes no connection is told by its address', async () => {
  const nobody = { replica: 1, address: '127.0.9.77' };
  const ask = { port, path: '/', host: 'shop.test' };
  await expect(replicaHttp.get(nobody, ask, 2000)).rejects.toThrow('127.0.9.77');
  await expect(replicaHttp.connect(nobody, port, 2000)).rejects.toThrow('127.0.9.77');
});

test.each([['http1'], ['http2']] as const)(
  'that nobody listens is told by its code: %s',
  async (protocol) => {
    const nobody = { replica: 1, address: '127.0.9.77' };
    const ask = { port, path: '/', host: 'shop.test', ...(protocol === 'http2' && { protocol }) };
    await expect(replicaHttp.get(nobody, ask, 2000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  },
);

describe('over HTTP/2', () => {
  const http2 = createHttp2Server((request, response) => {
    if (request.url === '/hangs') return;
    response.writeHead(203).end(`${request.authority} ${request.httpVersion} ${request.url}`);
  });
  const ask = (path: string) => ({
    port: (http2.address() as AddressInfo).port,
    path,
    host: 'shop.test',
    protocol: 'http2' as const,
  });

  beforeAll(async () => {
    http2.listen(0, '127.0.0.1');
    await once(http2, 'listening');
  });

  afterAll(() => http2.close());

  test('asks without TLS, at one of the service’s hosts', async () => {
    const answer = await replicaHttp.get(replica, ask('/status?x'), 2000);
    expect(answer).toEqual({ status: 203, body: 'shop.test 2.0 /status?x' });
  });

  test('a replica that hangs is given up', async () => {
    await expect(replicaHttp.get(replica, ask('/hangs'), 100)).rejects.toThrow('timeout');
  });

  test('a replica that speaks HTTP/1.1 alone has not answered', async () => {
    await expect(replicaHttp.get(replica, { ...ask('/status'), port }, 2000)).rejects.toThrow(/protocol/i);
  });

  test('a replica that takes no connection is told by its address', async () => {
    const nobody = { replica: 1, address: '127.0.9.77' };
    await expect(replicaHttp.get(nobody, ask('/'), 2000)).rejects.toThrow('127.0.9.77');
  });
});
