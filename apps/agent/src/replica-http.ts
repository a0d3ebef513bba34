import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Http } from '@causeway/release';
import { Agent, request } from 'undici';

/** An answer's body is for people to read; more of it is of no use. */
const longestBody = 2000;

/** Replicas are a bridge away. Undici heeds a signal only once it is connected. Milliseconds. */
const dispatcher = new Agent({ connect: { timeout: 1000 } });

/** Requests to a replica's own address, never through the edge. */
export const replicaHttp: Http = {
  async get({ address }, { port, path, host, protocol }, timeout) {
    const url = `http://${address}:${port}`;
    const signal = AbortSignal.timeout(timeout);
    return protocol === 'http2' ? overHttp2(url, path, host, signal) : overHttp1(url, path, host, signal);
  },

  connect: ({ address }, port, timeout) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: address, port, timeout }, () => {
        socket.destroy();
        resolve();
      });
      socket.on('error', reject);
      socket.on('timeout', () => socket.destroy(new Error(`no connection within ${timeout} ms`)));
    }),
};

async function overHttp1(
  url: string,
  path: string,
  host: string,
  signal: AbortSignal,
): ReturnType<Http['get']> {
  const { statusCode, body } = await request(url + path, {
    // A kept connection would count as one of the application's own.
    headers: { connection: 'close', host },
    signal,
    dispatcher,
  });
  return { status: statusCode, body: (await body.text()).slice(0, longestBody) };
}

/** Without TLS, and without asking for it first. */
async function overHttp2(
  url: string,
  path: string,
  host: string,
  signal: AbortSignal,
): ReturnType<Http['get']> {
  const session = connectHttp2(url);
  const end = () => session.destroy(signal.reason);
  signal.addEventListener('abort', end);
  try {
    const stream = session.request({ ':path': path, ':authority': host });
    const [[headers], body] = await Promise.race([
      Promise.all([once(stream, 'response'), text(stream)]),
      once(session, 'error').then(([error]) => Promise.reject(error)),
    ]);
    return { status: Number(headers[':status']), body: body.slice(0, longestBody) };
  } catch (error) {
    // a stream that never had a connection names its session's error as the cause
    throw (error as Error).cause ?? error;
  } finally {
    signal.removeEventListener('abort', end);
    session.destroy();
  }
}
