import { connect, type TLSSocket } from 'node:tls';
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
  return parse(await wholeAnswer(socket, method));
}

/** What came until the answer was whole or the connection ended: the edge itself ends it only a second later. */
async function wholeAnswer(socket: TLSSocket, method: string): Promise<string> {
  let answer = '';
  try {
    for await (const chunk of socket.setEncoding('latin1')) {
      answer += chunk;
      if (isWhole(answer, method)) break;
    }
  } catch {
    // what came before the connection broke is all there is
  }
  socket.destroy();
  return answer;
}

function isWhole(answer: string, method: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  const length = /^content-length: *(\d+)\r$/im.exec(answer)?.[1];
  return (
    head >= 0 && (method === 'HEAD' || answer.length - head - 4 >= Number(length ?? Number.POSITIVE_INFINITY))
  );
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
