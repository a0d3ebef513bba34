import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
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
