import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, expect, inject, test } from 'vitest';
import { lookup } from '../../wire/lookup.ts';
import { Asker } from '../asking.ts';
import type { CheckedService } from '../checked-edge.ts';

const edge = inject('edge');
const [service] = edge.services as [CheckedService];
const asker = new Asker(edge, service);
afterAll(() => asker.close());

/** Connections of each kind at the same time. */
const count = 50;

/** Milliseconds between the bytes of a slow client: too often for a limit on silence. */
const pause = 500;

test('who sends a head byte by byte is cut off, and others are served meanwhile', async () => {
  const slow = await Promise.all(Array.from({ length: count }, openTls));
  await cutOff(slow, () => 'x');
});

test('who never ends the handshake is cut off, and others are served meanwhile', async () => {
  const slow = await Promise.all(Array.from({ length: count }, open));
  // the head of a record that would be longer
  await cutOff(slow, (turn) => ['\x16', '\x03', '\x01', '\x02'][turn] ?? '\x00');
});

/** Keeps them alive until the edge has ended each; the test's own limit bounds it. */
async function cutOff(slow: readonly Socket[], byte: (turn: number) => string): Promise<void> {
  let turn = 0;
  const statuses = new Set<unknown>();
  const beat = setInterval(async () => {
    for (const socket of slow) if (!socket.destroyed) socket.write(byte(turn), 'latin1');
    turn++;
    statuses.add((await asker.http1(service.open)).status);
  }, pause);
  await Promise.all(slow.map((socket) => socket.destroyed || once(socket, 'close')));
  clearInterval(beat);
  expect(statuses.size).toBe(1);
  expect([...statuses]).not.toContain('closed');
}

async function open(): Promise<Socket> {
  const socket = connect({ port: edge.https, host: service.host, lookup });
  // ended by the edge, by a reset as well
  socket.on('error', () => socket.destroy()).resume();
  await once(socket, 'connect');
  return socket;
}

async function openTls(): Promise<Socket> {
  const { https: port, ca } = edge;
  const socket = connectTls({
    port,
    ca,
    host: service.host,
    servername: service.host,
    lookup,
    ALPNProtocols: ['http/1.1'],
  });
  socket.on('error', () => socket.destroy()).resume();
  await once(socket, 'secureConnect');
  socket.write(`GET ${service.open} HTTP/1.1\r\nHost: ${service.host}\r\nX-Slow: `);
  return socket;
}
