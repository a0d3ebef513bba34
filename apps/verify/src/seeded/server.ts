import { once } from 'node:events';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { issueCredential } from './authority.ts';

/** A request that the server has read, with its place in the order of arrival. */
export interface Arrived {
  readonly count: number;
  readonly path: string;
  readonly body: string;
  /** Absent over HTTP/1.1. */
  readonly session: Http2Session | undefined;
  /** Cuts the connection off. */
  cut(): void;
}

export interface Reply {
  readonly status?: number;
  readonly body?: string;
  readonly release?: string;
}

/** `undefined` leaves the request without an answer. */
export type Behaviour = (request: Arrived) => Promise<Reply | undefined> | Reply | undefined;

export interface SeededServer {
  readonly origin: string;
  readonly ca: string;
  close(): Promise<void>;
}

/** A real HTTPS server, HTTP/1.1 and HTTP/2, that has exactly the faults a test gives it. */
export async function startSeededServer(behave: Behaviour): Promise<SeededServer> {
  const { cert, key } = await issueCredential();
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createSecureServer({ cert, key, allowHTTP1: true }, async (request, response) => {
    const body = await wholeBody(request);
    if (body === undefined) return;
    const reply = await behave(arrived(request, count++, body));
    if (reply && !response.destroyed) answer(response, reply);
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('sessionError', () => {});
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { origin: `https://localhost:${port}`, ca: cert, close: () => close(server, sockets) };
}

/** Absent when the connection ended before the body did. */
async function wholeBody(request: Http2ServerRequest): Promise<string | undefined> {
  const body = await text(request).catch(() => undefined);
  const length = Number(request.headers['content-length'] ?? body?.length);
  return body?.length === length ? body : undefined;
}

function arrived(request: Http2ServerRequest, count: number, body: string): Arrived {
  const session = request.stream?.session;
  return { count, path: request.url, body, session, cut: () => (session ?? request.socket).destroy() };
}

function answer(
  response: Http2ServerResponse,
  { status = 200, body = 'fine', release = 'seeded@1' }: Reply,
): void {
  response.setHeader('x-release', release);
  response.statusCode = status;
  response.end(body);
}

async function close(server: Http2SecureServer, sockets: ReadonlySet<Socket>): Promise<void> {
  server.close();
  for (const socket of sockets) socket.destroy();
  await once(server, 'close');
}
