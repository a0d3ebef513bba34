import type { LookupFunction } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** Where an edge listens for HTTPS. */
export interface Endpoint {
  readonly port: number;
  /** A name or an address; absent: the loopback address. */
  readonly host?: string;
  /** PEM of the authority of its certificate; absent: whoever answers is believed. */
  readonly ca?: string;
  /** Absent: as the machine looks up names. */
  readonly lookup?: LookupFunction;
}

export const connectTo = (
  { port, host = '127.0.0.1', ca, lookup }: Endpoint,
  protocol: 'h2' | 'http/1.1',
): TLSSocket => {
  const options: ConnectionOptions = { host, port, ALPNProtocols: [protocol], ...(lookup && { lookup }) };
  return connect(
    ca === undefined ? { ...options, rejectUnauthorized: false } : { ...options, ca, servername: host },
  );
};
