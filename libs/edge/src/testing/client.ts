import { once } from 'node:events';
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type Agent, request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { RunningEdge } from './running-edge.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly agent?: Agent;
  readonly servername?: string;
  /** One of the loopback's own, by which the edge knows the client: `127.0.0.2`. */
  readonly localAddress?: string;
}

/** Sends the path as it stands, without the tidying of `fetch`. */
export const https = (edge: RunningEdge, path: string, asked: Asked = {}): Promise<Answer> =>
  send(httpsRequest, edge.plan.edge.https, path, asked);

export const http = (edge: RunningEdge, path: string, asked: Asked = {}): Promise<Answer> =>
  send(httpRequest, edge.plan.edge.http, path, asked);

function send(
  request: typeof httpsRequest | typeof httpRequest,
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, ...options }: Asked,
): Promise<Answer> {
  const target = { host: '127.0.0.1', port, path, method, rejectUnauthorized: false, ...options };
  return new Promise((resolve, reject) => {
    const asked = request({ ...target, headers: { host: `localhost:${port}`, ...headers } }, async (answer) =>
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) }),
    );
    asked.on('error', reject).end(body);
  });
}

/** One request over HTTP/2. */
export async function http2(
  edge: RunningEdge,
  path: string,
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  const session = connectHttp2(`https://localhost:${edge.plan.edge.https}`, {
    rejectUnauthorized: false,
    lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  try {
    return await new Promise<Answer>((resolve, reject) => {
      session.on('error', reject);
      const stream = session.request({ ':path': path, ...headers });
      stream.on('error', reject).on('response', async (got) => {
        resolve({ status: Number(got[':status']), headers: got, body: await text(stream) });
      });
      stream.end();
    });
  } finally {
    session.close();
  }
}

/** Asks for a websocket, and gives the answer to it with its open socket. */
export async function websocket(
  edge: RunningEdge,
  path: string,
  headers: OutgoingHttpHeaders = {},
): Promise<{ headers: IncomingHttpHeaders; socket: Duplex }> {
  const upgrade = { host: 'localhost', connection: 'Upgrade', upgrade: 'websocket', ...headers };
  const target = { host: '127.0.0.1', port: edge.plan.edge.https, rejectUnauthorized: false };
  const asked = httpsRequest({ ...target, path, headers: upgrade }).end();
  const [answer, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, Duplex];
  return { headers: answer.headers, socket };
}

/** Sends bytes to the http listener and reads until the edge closes. */
export async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

export const login = (user: string, password: string): OutgoingHttpHeaders => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
