import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { connectTo, type Endpoint } from './endpoint.ts';

export interface RawAnswer {
  readonly status: number;
  /** Status line and headers, as they came. */
  readonly head: string;
  readonly body: string;
}

/** HTTP/1.1 over TLS, byte by byte (Latin-1): no client mends what is sent. */
export class Http1Connection {
  readonly #socket: TLSSocket;
  readonly #waiting: ((answer: RawAnswer | undefined) => void)[] = [];
  #bytes = '';

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.setEncoding('latin1').on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', () => socket.destroy()).on('close', () => this.#end());
  }

  static async open(endpoint: Endpoint): Promise<Http1Connection> {
    const socket = connectTo(endpoint, 'http/1.1');
    await once(socket, 'secureConnect');
    return new Http1Connection(socket.setNoDelay());
  }

  get open(): boolean {
    return !this.#socket.destroyed && this.#socket.readyState === 'open';
  }

  send(bytes: string): void {
    this.#socket.write(bytes, 'latin1');
  }

  /** The next answer; undefined when the connection ends first. */
  answer(): Promise<RawAnswer | undefined> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve(undefined);
      this.#waiting.push(resolve);
      this.#read('');
    });
  }

  ask(bytes: string): Promise<RawAnswer | undefined> {
    this.send(bytes);
    return this.answer();
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#bytes += chunk;
    while (this.#waiting.length > 0) {
      const found = parse(this.#bytes);
      if (!found) return;
      this.#bytes = this.#bytes.slice(found.length);
      this.#waiting.shift()?.(found.answer);
      // the edge leaves it to the client, for a minute
      if (found.last) this.#socket.destroy();
    }
  }

  #end(): void {
    for (const waiting of this.#waiting.splice(0)) waiting(undefined);
  }
}

interface Parsed {
  readonly answer: RawAnswer;
  readonly length: number;
  /** Nothing follows on this connection. */
  readonly last: boolean;
}

/** No answer to HEAD. */
function parse(bytes: string): Parsed | undefined {
  const end = bytes.indexOf('\r\n\r\n') + 4;
  if (end < 4) return undefined;
  const [status, head] = [Number(bytes.slice(9, 12)), bytes.slice(0, end - 2)];
  const size = bodySize(status, head, bytes.slice(end));
  if (size === undefined || bytes.length < end + size) return undefined;
  const answer = { status, head, body: bytes.slice(end, end + size) };
  return { answer, length: end + size, last: /\r\nconnection: close\r\n/i.test(head) };
}

/** With its chunks' frames; undefined while their end is not there. */
function bodySize(status: number, head: string, rest: string): number | undefined {
  if (status < 200 || status === 204 || status === 304) return 0;
  if (/\r\ntransfer-encoding: chunked\r\n/i.test(head))
    return /^(?:[\s\S]*?\r\n)??0\r\n\r\n/.exec(rest)?.[0].length;
  return Number(/\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1] ?? 0);
}
