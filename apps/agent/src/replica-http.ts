import { connect } from 'node:net';
import type { Http } from '@causeway/release';
import { Agent, request } from 'undici';

/** An answer's body is for people to read; more of it is of no use. */
const longestBody = 2000;

/** Replicas are a bridge away. Undici heeds a signal only once it is connected. Milliseconds. */
const dispatcher = new Agent({ connect: { timeout: 1000 } });

/** Requests to a replica's own address, never through the edge. */
export const replicaHttp: Http = {
  async get({ address }, { port, path, host }, timeout) {
    const { statusCode, body } = await request(`http://${address}:${port}${path}`, {
      // A kept connection would count as one of the application's own.
      headers: { connection: 'close', host },
      signal: AbortSignal.timeout(timeout),
      dispatcher,
    });
    return { status: statusCode, body: (await body.text()).slice(0, longestBody) };
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
