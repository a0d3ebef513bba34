import { connect, exchange } from './keep-alive.ts';
import type { Client, Endpoint, OutgoingRequest } from './transport.ts';

/** HTTP/1.1 with a connection, and a TLS handshake, for each request. */
export function newConnection(endpoint: Endpoint): Client {
  return {
    send: (request) => exchangeOnce(endpoint, request),
    close: async () => {},
  };
}

async function exchangeOnce(endpoint: Endpoint, request: OutgoingRequest) {
  const connection = connect(endpoint);
  try {
    return await exchange(connection, request);
  } finally {
    await connection.destroy();
  }
}
