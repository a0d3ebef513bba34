import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { RunningPebble } from './running-pebble.ts';

export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Stands before Pebble, counts what is asked, and answers in its stead what a test wants. */
export class FaultyWay {
  /** Asked with each path before it goes on; an answer keeps it from Pebble. */
  fault: (path: string) => Fault | undefined = () => undefined;
  /** What it says of when to renew a certificate: nothing, as if it did not know it, or what Pebble says. */
  suggestion: Fault | "Pebble's" = { status: 404 };
  /** Asked with each path, and what was sent, when Pebble has answered and nobody has heard of it yet. */
  answered: (path: string, body: string) => void = () => {};
  /** But for what Pebble refuses for its nonce, and is sent again. */
  readonly asked: string[] = [];
  readonly #pebble: RunningPebble;
  readonly #server: Server;

  private constructor(pebble: RunningPebble) {
    this.#pebble = pebble;
    this.#server = createServer(pebble.own, (asked, answer) => void this.#serve(asked, answer));
  }

  static async start(pebble: RunningPebble): Promise<FaultyWay> {
    const way = new FaultyWay(pebble);
    way.#server.listen(0, '127.0.0.1');
    await once(way.#server, 'listening');
    return way;
  }

  get directory(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}/dir`;
  }

  count(path: string): number {
    return this.asked.filter((each) => each.startsWith(path)).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = asked.url ?? '';
    const body = await buffer(asked);
    const fault = this.fault(path) ?? this.#suggested(path);
    if (fault) {
      this.asked.push(path);
      answer.writeHead(fault.status, { 'content-type': 'application/problem+json', ...fault.headers });
      answer.end(JSON.stringify(fault.body ?? {}));
      return;
    }
    const [status, headers, content] = await this.#forward(asked, body);
    if (!isBadNonce(content)) {
      this.asked.push(path);
      this.answered(path, body.toString());
    }
    answer.writeHead(status, headers);
    answer.end(content);
  }

  #suggested(path: string): Fault | undefined {
    return path.startsWith(renewalInfo) && this.suggestion !== "Pebble's" ? this.suggestion : undefined;
  }

  /** With its Host, from which Pebble makes the addresses that it hands out. */
  async #forward({ url, method, headers }: IncomingMessage, body: Buffer) {
    const target = {
      host: '127.0.0.1',
      port: this.#pebble.port,
      servername: 'localhost',
      ca: this.#pebble.root,
    };
    const forwarded = request({ ...target, path: url, method, headers, agent: false }).end(body);
    const [found] = (await once(forwarded, 'response')) as [IncomingMessage];
    const { 'transfer-encoding': _chunked, ...kept } = found.headers;
    return [found.statusCode ?? 0, kept, await buffer(found)] as const;
  }
}

/** Where Pebble says when to renew a certificate. */
export const renewalInfo = '/draft-ietf-acme-ari-03/renewalInfo/';

const isBadNonce = (content: Buffer) => content.includes('urn:ietf:params:acme:error:badNonce');

/** As Let's Encrypt answers whoever has asked too often. */
export const rateLimited = (seconds: number): Fault => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { type: 'urn:ietf:params:acme:error:rateLimited', detail: 'too many new orders recently' },
});
