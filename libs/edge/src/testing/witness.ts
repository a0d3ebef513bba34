import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A request as it reached an application, byte by byte (Latin-1). */
export interface Reached {
  readonly method: string;
  readonly target: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** A replica that keeps every request that it finds in what it is sent, even in the rest of another one. */
export interface Witness {
  readonly port: number;
  readonly reached: Reached[];
  stop(): Promise<void>;
}

/** Which header says where a body ends, when there are both. */
export type Framing = 'transfer-encoding' | 'content-length';

/** It takes every upgrade for an ordinary request, and what follows for the next one. */
export async function startWitness(framing: Framing): Promise<Witness> {
  const reached: Reached[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    listen(socket, framing, reached);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port on 127.0.0.1');
  return { port: address.port, reached, stop: () => stop() };

  async function stop(): Promise<void> {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  }
}

function listen(socket: Socket, framing: Framing, reached: Reached[]): void {
  let bytes = '';
  socket.setNoDelay().on('error', () => socket.destroy());
  socket.setEncoding('latin1').on('data', (chunk) => {
    bytes += chunk;
    for (let found = parse(bytes, framing); found; found = parse(bytes, framing)) {
      bytes = bytes.slice(found.length);
      reached.push(found.request);
      socket.write(found.request.method === 'HEAD' ? answer.slice(0, -answerBody.length) : answer);
    }
  });
}

const answerBody = 'reached';

const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${answerBody.length}\r\n\r\n${answerBody}`;

function parse(bytes: string, framing: Framing): { request: Reached; length: number } | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const [start = '', ...lines] = bytes.slice(0, head).split('\r\n');
  const headers = lines.map(field);
  const body = bodyOf(bytes.slice(head + 4), headers, framing);
  if (body === undefined) return undefined;
  const [method = '', ...target] = start.replace(/ HTTP\/1\.[01]$/, '').split(' ');
  return {
    request: { method, target: target.join(' '), headers, body },
    length: head + 4 + body.length,
  };
}

const field = (line: string): readonly [string, string] => {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
};

/** With its chunks' frames; undefined while it is not there yet. */
function bodyOf(bytes: string, headers: Reached['headers'], framing: Framing): string | undefined {
  const value = (name: string) => headers.find(([found]) => found === name)?.[1];
  // whoever takes no upgrade goes on with what follows the head
  if (value('upgrade') !== undefined) return '';
  const [length, chunked] = [Number(value('content-length') ?? 0), value('transfer-encoding') !== undefined];
  if (chunked && (framing === 'transfer-encoding' || length === 0)) {
    return /^(?:[\s\S]*?\r\n)??0\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(bytes)?.[0];
  }
  return bytes.length < length ? undefined : bytes.slice(0, length);
}
