import { Agent, type OutgoingHttpHeaders, type RequestOptions, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';

export interface Got {
  readonly path: string;
  readonly status: number;
  /** Which handlers say that they ran. */
  readonly ran: readonly string[];
}

/** Names of the handlers whose marks are in an answer, or in several. */
export const handlersIn = (answer: string): string[] =>
  [...answer.matchAll(/\bran (\S+)/g)].map(([, name = '']) => name);

/** Sends paths as they stand, over a few connections that are kept. */
export class Asker {
  readonly #options: RequestOptions;
  readonly #agent: Agent;
  readonly #request: typeof request;

  private constructor(options: RequestOptions, agent: Agent, send: typeof request) {
    this.#options = options;
    this.#agent = agent;
    this.#request = send;
  }

  static http = (port: number) => new Asker({ port }, new Agent(agent), request);

  static https = (port: number) =>
    new Asker({ port }, new TlsAgent({ ...agent, rejectUnauthorized: false }), tlsRequest);

  askAll(paths: readonly string[], headers: OutgoingHttpHeaders = {}): Promise<Got[]> {
    return Promise.all(paths.map((path) => this.#ask(path, headers)));
  }

  /** What cannot be sent, or is answered by nothing, has status 0. */
  #ask(path: string, headers: OutgoingHttpHeaders): Promise<Got> {
    return new Promise((resolve) => {
      const nothing = () => resolve({ path, status: 0, ran: [] });
      const options = {
        ...this.#options,
        host: '127.0.0.1',
        agent: this.#agent,
        path,
        headers: { host: 'localhost', ...headers },
      };
      const asked = this.#request(options, async (answer) => {
        const body = await text(answer).catch(() => '');
        resolve({ path, status: answer.statusCode ?? 0, ran: handlersIn(body) });
      });
      asked.setTimeout(patience, () => asked.destroy());
      asked.on('error', nothing).end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Milliseconds without a byte, after which a framework leaves a case unanswered. */
const patience = 5000;

const agent = { keepAlive: true, maxSockets: 8 };

/** All bytes (Latin-1) that come back, until so many final answers have come or the connection has ended. */
export function exchange(port: number, bytes: string, answers: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
  socket.setNoDelay().setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.setTimeout(patience, () => socket.destroy());
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
    if (answersIn(received) >= answers) socket.destroy();
  });
  socket.write(bytes, 'latin1');
  return new Promise((resolve) => socket.on('close', () => resolve(received)));
}

/** How many are whole; those like 100 are left out. */
function answersIn(received: string): number {
  const end = received.indexOf('\r\n\r\n') + 4;
  if (end < 4) return 0;
  const length = bodyLength(received.slice(0, end), received.slice(end));
  const counted = /^HTTP\/1\.1 1/.test(received) ? 0 : 1;
  return received.length < end + length ? 0 : counted + answersIn(received.slice(end + length));
}

function bodyLength(head: string, rest: string): number {
  if (/^HTTP\/1\.1 (?:1\d\d|204|304)/.test(head)) return 0;
  if (!/\r\ntransfer-encoding: chunked\r\n/i.test(head))
    return Number(/\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1] ?? 0);
  const whole = /^(?:[\s\S]*?\r\n)??0\r\n\r\n/.exec(rest);
  return whole ? whole[0].length : Number.POSITIVE_INFINITY;
}
