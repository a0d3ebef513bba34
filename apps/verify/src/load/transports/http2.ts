import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { lookup } from '../lookup.ts';
import type { Answer, Client, Endpoint, OutgoingRequest } from './transport.ts';

/** HTTP/2 on one connection; the next request after a GOAWAY opens another. */
export function http2(endpoint: Endpoint): Client {
  let session: ClientHttp2Session | undefined;
  const open = () => {
    if (!session || session.closed || session.destroyed) session = openSession(endpoint);
    return session;
  };
  return {
    send: (request) => exchange(open(), request),
    close: async () => session?.destroy(),
  };
}

function openSession({ origin, ca }: Endpoint): ClientHttp2Session {
  const session = connect(origin, { ca, lookup });
  // each stream reports the session's error by itself
  session.on('error', () => {});
  session.on('goaway', () => session.close());
  return session;
}

async function exchange(session: ClientHttp2Session, request: OutgoingRequest): Promise<Answer> {
  const stream = session.request(headersOf(request), { signal: request.signal });
  stream.end(request.body);
  const headers = await responseOf(stream);
  return { status: Number(headers[':status']), headers, body: await text(stream) };
}

function headersOf({ method, path, body }: OutgoingRequest): Record<string, string> {
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const length: Record<string, string> =
    body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return { ':method': method, ':path': path, ...type, ...length };
}

function responseOf(stream: ClientHttp2Stream): Promise<Answer['headers']> {
  return new Promise((resolve, reject) => {
    stream.once('response', (headers) => resolve(headers as Answer['headers']));
    stream.once('error', reject);
    stream.once('close', () =>
      reject(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' })),
    );
  });
}
