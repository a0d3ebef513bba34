import { Client as Connection } from 'undici';
import { lookup } from '../../wire/lookup.ts';
import type { Answer, Client, Endpoint, OutgoingRequest } from './transport.ts';

/** HTTP/1.1 on one connection that stays open, one request after the other. */
export function keepAlive(endpoint: Endpoint): Client {
  const connection = connect(endpoint);
  return {
    send: (request) => exchange(connection, request),
    close: () => connection.destroy(),
  };
}

export function connect({ origin, ca }: Endpoint): Connection {
  return new Connection(origin, {
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 60_000,
    connect: { ca, lookup },
  });
}

export async function exchange(connection: Connection, request: OutgoingRequest): Promise<Answer> {
  const headers = request.body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await connection.request({ ...request, body: request.body ?? null, headers });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
}
