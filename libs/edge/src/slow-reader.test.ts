import { setTimeout as pause } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { certificate } from './testing/certificate.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

/** More than the kernel takes on both sides of a connection. */
const bytes = 8 * 1024 ** 2;

/** A step of this size leaves the sender's kernel full, until the last of them. */
const step = 1024 ** 2;

/** Milliseconds; above Envoy's default for a connection that is closed after its answer. */
const stall = 1200;

let edge: RunningEdge;
let backend: Backend;

beforeAll(async () => {
  backend = await startBackend('one', (_, response) => response.end(Buffer.alloc(bytes)));
  edge = await startEdge([plainService('files')]);
  await edge.apply([liveOn('files', [backend.port])]);
  await edge.healthy('files-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await backend?.stop();
});

test('a client that reads in fits while its connection is closing gets the whole answer', async () => {
  const { https: port } = edge.plan.edge;
  const socket = connect({ host: '127.0.0.1', port, ca: certificate.chain, servername: 'localhost' });
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await readInFits(socket)).toBeGreaterThan(bytes);
});

async function readInFits(socket: TLSSocket): Promise<number> {
  let read = 0;
  for await (const chunk of socket) {
    if (Math.floor((read + chunk.length) / step) > Math.floor(read / step)) await pause(stall);
    read += chunk.length;
  }
  return read;
}
