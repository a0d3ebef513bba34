import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { text } from 'node:stream/consumers';
import { lookup } from '../../wire/lookup.ts';
import type { Answer, Client, Endpoint, OutgoingRequest } from './transport.ts';

/** HTTP/2 on one connection; the next request after a GOAWAY opens another, and so does one that a GOAWAY overtook. */
export function http2(endpoint: Endpoint): Client {
  let session: ClientHttp2Session | undefined;
  const open = () => {
    if (!session || session.closed || session.destroyed) session = openSession(endpoint);
    return session;
  };
  const send = async (request: OutgoingRequest): Promise<Answer> => {
    const refused = await exchange(open(), request);
    return refused === 'unsent' ? send(request) : refused;
  };
  return {
    send,
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

/** RFC 9113, 8.7: what a GOAWAY overtook has reached nobody, and every HTTP/2 client gives it to its next connection. */
async function exchange(session: ClientHttp2Session, request: OutgoingRequest): Promise<Answer | 'unsent'> {
  const stream = session.request(headersOf(request), { signal: request.signal });
  stream.end(request.body);
  const headers = await responseOf(stream).catch((error) => {
    if (session.closed && stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) return undefined;
    throw error;
  });
  if (!headers) return 'unsent';
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
