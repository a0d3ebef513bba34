import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import type { WireAnswer, WireRequest } from './answer.ts';

/** HTTP/1.1 on a bare TLS connection, so that no client mends the path. */
export async function sendHttp1({
  origin,
  ca,
  method,
  path,
  host = origin.host,
}: WireRequest): Promise<WireAnswer> {
  const options = { host: origin.hostname, port: portOf(origin), servername: origin.hostname, ca };
  const socket = connect({ ...options, ALPNProtocols: ['http/1.1'], timeout: 10_000 });
  socket.on('timeout', () => socket.destroy());
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return parse(await text(socket).catch(() => ''));
}

export function portOf({ port }: URL): number {
  return port === '' ? 443 : Number(port);
}

function parse(answer: string): WireAnswer {
  const [head = '', ...body] = answer.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(start)?.[1] ?? 0);
  return { status, headers: Object.fromEntries(lines.map(field)), body: body.join('\r\n\r\n') };
}

function field(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
