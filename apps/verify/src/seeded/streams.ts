import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { Keystream } from '../load/keystream.ts';
import { issueCredential } from './authority.ts';
import type { SeededServer } from './server.ts';

/** What a test changes about an honest server: each gets the count of what came before. */
export interface StreamFaults {
  /** Answers to the message by itself. */
  readonly onMessage?: (socket: WebSocket, message: string, count: number) => void;
  /** Event numbers to send, instead of 1 to 3. */
  readonly events?: readonly number[];
  /** Cuts the connection where the last event should be. */
  readonly cutEvents?: boolean;
  /** Changes the bytes of a download. */
  readonly tamper?: (bytes: Buffer) => Buffer;
  /** What an upload is said to have been. */
  readonly digest?: string;
}

export const downloadBytes = 300_000;

/** A real HTTPS server with websockets, events and transfers, that has exactly the faults a test gives it. */
export async function startStreamServer(faults: StreamFaults): Promise<SeededServer> {
  const { cert, key } = await issueCredential();
  const server = createServer({ cert, key }, (request, response) => {
    response.setHeader('x-release', 'seeded@1');
    answer(request, response, faults);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('headers', (headers) => headers.push('x-release: seeded@1'));
  let count = 0;
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => (faults.onMessage ?? acknowledge)(socket, String(data), count++));
  });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { origin: `https://localhost:${port}`, ca: cert, close };
}

export function acknowledge(socket: WebSocket, message: string): void {
  socket.send(JSON.stringify({ message }));
}

function answer(request: IncomingMessage, response: ServerResponse, faults: StreamFaults): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://seeded');
  if (pathname === '/events') sendEvents(response, faults);
  else if (pathname === '/upload') void receive(request, response, faults);
  else sendBytes(response, searchParams.get('seed') ?? '', faults);
}

function sendEvents(response: ServerResponse, { events = [1, 2, 3], cutEvents = false }: StreamFaults): void {
  response.setHeader('content-type', 'text/event-stream');
  for (const event of events) response.write(`id: ${event}\ndata: {}\n\n`);
  if (cutEvents) setImmediate(() => response.destroy());
  else response.end('event: end\ndata: {}\n\n');
}

async function receive(request: IncomingMessage, response: ServerResponse, { digest }: StreamFaults) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  response.end(JSON.stringify({ bytes, sha256: digest ?? hash.digest('hex') }));
}

function sendBytes(
  response: ServerResponse,
  seed: string,
  { tamper = (bytes) => bytes }: StreamFaults,
): void {
  const stream = new Keystream(seed);
  response.end(tamper(stream.next(downloadBytes)));
}
