import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

export interface RawAnswer {
  readonly status: number;
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

  static async open(port: number): Promise<Http1Connection> {
    const socket = connect({
      host: '127.0.0.1',
      port,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    });
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

/** Every answer of the edge has its length, but those to HEAD, and none is chunked. */
function parse(bytes: string): Parsed | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [status, head] = [Number(bytes.slice(9, 12)), bytes.slice(0, end + 2)];
  const size = status < 200 ? 0 : Number(/\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1] ?? 0);
  const length = end + 4 + size;
  if (bytes.length < length) return undefined;
  const answer = { status, body: bytes.slice(end + 4, length) };
  return { answer, length, last: /\r\nconnection: close\r\n/i.test(head) };
}
