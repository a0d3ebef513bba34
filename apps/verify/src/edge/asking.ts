import { Http1Connection, type Http2Answer, Http2Connection } from '@causeway/corpus';
import { lookup } from '../wire/lookup.ts';
import type { CheckedEdge, CheckedService } from './checked-edge.ts';

/** What became of a request. */
export interface Outcome {
  readonly status: Http2Answer;
  /** Whether an application was asked; absent where answers do not tell. */
  readonly forwarded?: boolean;
}

/** Asks as a client that mends nothing, on connections that are kept as long as the edge keeps them. */
export class Asker {
  readonly edge: CheckedEdge;
  readonly service: CheckedService;
  #http1?: Http1Connection;
  #http2?: Http2Connection;

  constructor(edge: CheckedEdge, service: CheckedService) {
    this.edge = edge;
    this.service = service;
  }

  readonly over = {
    'HTTP/1.1': (path: string, ...lines: readonly string[]) => this.http1(path, ...lines),
    'HTTP/2': (path: string) => this.http2(path),
  };

  /** GET with such header lines. */
  async http1(path: string, ...lines: readonly string[]): Promise<Outcome & { head: string; body: string }> {
    if (!this.#http1?.open) this.#http1 = await openHttp1(this.edge, this.service);
    const request = [`GET ${path} HTTP/1.1`, `Host: ${this.service.host}`, ...lines].join('\r\n');
    const answer = await this.#http1.ask(`${request}\r\n\r\n`);
    if (!answer) return { status: 'closed', forwarded: false, head: '', body: '' };
    const { status, head, body } = answer;
    return { status, head, body, ...(this.edge.showsRelease && { forwarded: wasForwarded(head) }) };
  }

  async http2(path: string): Promise<Outcome> {
    if (!this.#http2?.open) this.#http2 = await openHttp2(this.edge, this.service);
    const pseudo = { ':method': 'GET', ':scheme': 'https', ':authority': this.service.host, ':path': path };
    const status = await this.#http2.ask(Object.entries(pseudo));
    return status === 404 ? { ...(await this.#whoAnswered(path)), status } : { status };
  }

  /** Of HTTP/2 only the status is read; the same over HTTP/1.1 tells whose it is. */
  async #whoAnswered(path: string): Promise<Pick<Outcome, 'forwarded'>> {
    const { status, forwarded } = await this.http1(path);
    return status === 404 && forwarded !== undefined ? { forwarded } : {};
  }

  close(): void {
    this.#http1?.close();
    this.#http2?.close();
  }
}

export const wasForwarded = (head: string): boolean => /\r\nx-replica:/i.test(head);

const endpointOf = ({ https, ca }: CheckedEdge, { host }: CheckedService) => ({
  port: https,
  host,
  ca,
  lookup,
});

export const openHttp1 = (edge: CheckedEdge, service: CheckedService): Promise<Http1Connection> =>
  Http1Connection.open(endpointOf(edge, service));

export const openHttp2 = (edge: CheckedEdge, service: CheckedService): Promise<Http2Connection> =>
  Http2Connection.open(endpointOf(edge, service));
