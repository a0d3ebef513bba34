import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import type { WireAnswer, WireRequest } from './answer.ts';

const nothing: WireAnswer = { status: 0, headers: {}, body: '' };

/** HTTP/2 on a connection of its own; the path goes out as it is. */
export async function sendHttp2({
  origin,
  ca,
  method,
  path,
  host = origin.host,
}: WireRequest): Promise<WireAnswer> {
  const session = connect(origin, { ca });
  try {
    const stream = session.request({ ':method': method, ':path': path, ':authority': host });
    stream.end();
    return await answerOf(session, stream);
  } finally {
    session.destroy();
  }
}

function answerOf(session: ClientHttp2Session, stream: ClientHttp2Stream): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const fail = () => resolve(nothing);
    session.once('error', fail);
    stream.setTimeout(10_000, fail);
    stream.once('error', fail);
    stream.once('close', fail);
    stream.once('response', async ({ ':status': status = 0, ...headers }) => {
      // the stream may be closed before its text is put together
      stream.off('close', fail);
      resolve({
        status,
        headers: headers as WireAnswer['headers'],
        body: await text(stream).catch(() => ''),
      });
    });
  });
}
