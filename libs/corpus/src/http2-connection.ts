import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { connectTo, type Endpoint } from './endpoint.ts';

/** Name and value of a header, in Latin-1 and in the order in which they are sent. */
export type Field = readonly [name: string, value: string];

/** What became of a request: its status, or that the stream or the connection was ended. */
export type Http2Answer = number | 'reset' | 'closed';

/** HTTP/2 over TLS, frame by frame: no client mends what is sent. */
export class Http2Connection {
  readonly #socket: TLSSocket;
  readonly #waiting = new Map<number, (answer: Http2Answer) => void>();
  readonly #statuses = new Map<number, number>();
  #bytes: Buffer = Buffer.alloc(0);
  #bodies = '';
  #lastStream = -1;

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => socket.destroy()).on('close', () => this.#endAll());
    socket.write(Buffer.concat([preface, frame(types.settings, 0, 0, withoutTable)]));
  }

  static async open(endpoint: Endpoint): Promise<Http2Connection> {
    const socket = connectTo(endpoint, 'h2');
    await once(socket, 'secureConnect');
    return new Http2Connection(socket.setNoDelay());
  }

  get open(): boolean {
    return !this.#socket.destroyed && this.#socket.readyState === 'open';
  }

  /** A request without a body, or with one and with trailers. */
  ask(headers: readonly Field[], body?: string, trailers: readonly Field[] = []): Promise<Http2Answer> {
    this.#lastStream += 2;
    const stream = this.#lastStream;
    const last = trailers.length > 0 ? 'trailers' : body === undefined ? 'headers' : 'body';
    const frames = [frame(types.headers, flags(last === 'headers', true), stream, block(headers))];
    if (body !== undefined) frames.push(frame(types.data, flags(last === 'body'), stream, Buffer.from(body)));
    if (trailers.length > 0) frames.push(frame(types.headers, flags(true, true), stream, block(trailers)));
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve('closed');
      this.#waiting.set(stream, resolve);
      this.#socket.write(Buffer.concat(frames));
    });
  }

  /** The bodies of all answers so far, one after the other. */
  get bodies(): string {
    return this.#bodies;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 9 && this.#bytes.length >= 9 + this.#bytes.readUIntBE(0, 3)) {
      const end = 9 + this.#bytes.readUIntBE(0, 3);
      const [type = 0, flagged = 0] = this.#bytes.subarray(3, 5);
      const stream = this.#bytes.readUInt32BE(5) & 0x7fffffff;
      this.#take(type, flagged, stream, this.#bytes.subarray(9, end));
      this.#bytes = this.#bytes.subarray(end);
    }
  }

  #take(type: number, flagged: number, stream: number, payload: Buffer): void {
    if (type === types.headers && !this.#statuses.has(stream)) this.#statuses.set(stream, statusOf(payload));
    if (type === types.reset) this.#end(stream, 'reset');
    if (type === types.goAway) this.#socket.destroy();
    if (type === types.settings && !(flagged & 1)) this.#socket.write(frame(types.settings, 1, 0));
    if (type === types.data && payload.length > 0) this.#takeBody(payload);
    if (endsStream(type, flagged)) this.#end(stream, this.#statuses.get(stream) ?? 0);
  }

  #takeBody(payload: Buffer): void {
    this.#bodies += payload.toString('latin1');
    this.#socket.write(windowUpdate(payload.length));
  }

  #end(stream: number, answer: Http2Answer): void {
    this.#waiting.get(stream)?.(answer);
    this.#waiting.delete(stream);
  }

  #endAll(): void {
    for (const stream of this.#waiting.keys()) this.#end(stream, 'closed');
  }
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

const types = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7, windowUpdate: 8 } as const;

// SETTINGS_HEADER_TABLE_SIZE 0: every status is spelt out
const withoutTable = Buffer.from([0, 1, 0, 0, 0, 0]);

const endsStream = (type: number, flagged: number): boolean =>
  (type === types.headers || type === types.data) && (flagged & 1) === 1;

const flags = (endsStream: boolean, endsHeaders = false): number =>
  (endsStream ? 1 : 0) | (endsHeaders ? 4 : 0);

function frame(type: number, flagged: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flagged, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function windowUpdate(size: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(size);
  return frame(types.windowUpdate, 0, 0, payload);
}

/** Each field as a literal that is not to be remembered. */
const block = (fields: readonly Field[]): Buffer =>
  Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]));

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([length(bytes.length), bytes]);
}

function length(value: number): Buffer {
  if (value < 127) return Buffer.from([value]);
  const digits = [127];
  let rest = value - 127;
  for (; rest >= 128; rest >>= 7) digits.push((rest & 127) | 128);
  return Buffer.from([...digits, rest]);
}

/** The status is the first field: one of the table's, or its three digits. */
function statusOf(headers: Buffer): number {
  const at = headers.findIndex((byte) => byte < 0x20 || byte > 0x3f);
  const [first = 0, size = 0] = headers.subarray(at);
  if (first >= 0x88 && first <= 0x8e) return tabled[first - 0x88] ?? 0;
  const digits = headers.subarray(at + 2, at + 2 + (size & 0x7f));
  return Number(size & 0x80 ? huffmanDigits(digits) : digits.toString('latin1'));
}

const tabled = [200, 204, 206, 304, 400, 404, 500];

/** Digits have codes of five bits, from 3 on of six. */
function huffmanDigits(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return [...bits.matchAll(/000\d\d|011\d{3}/g)]
    .map(([code]) => (code.length === 5 ? Number.parseInt(code, 2) : Number.parseInt(code, 2) - 22))
    .join('');
}
