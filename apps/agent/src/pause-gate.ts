import { chmod, rm } from 'node:fs/promises';
import {
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { setTimeout as pause } from 'node:timers/promises';
import { gateServiceHeader, passHeaders } from '@causeway/edge';

interface Hold {
  readonly waiting: Set<Http2ServerResponse>;
  readonly until: number;
  readonly timer: NodeJS.Timeout;
}

/** Answers the edge's question whether a request of a paused service may go on: not before the pause ends. */
export class PauseGate {
  readonly #holds = new Map<string, Hold>();
  /** Service → how many its own end has let go, until somebody asks. */
  readonly #gone = new Map<string, number>();
  readonly #sessions = new Set<ServerHttp2Session>();
  #server: Http2Server | undefined;

  /** `path` lies where the edge finds it; its user is another than ours. */
  async listen(path: string): Promise<void> {
    await rm(path, { force: true });
    const server = createServer((request, response) => this.#ask(request, response));
    server.on('session', (session) => this.#keep(session));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    await chmod(path, 0o666);
    this.#server = server;
  }

  /** Without a gate the edge lets everybody go on. */
  async close(): Promise<void> {
    for (const service of this.#holds.keys()) this.#forget(service);
    const closed =
      this.#server?.listening && new Promise<void>((resolve) => this.#server?.close(() => resolve()));
    for (const session of this.#sessions) session.destroy();
    await closed;
  }

  /** Milliseconds since the epoch. */
  hold(service: string, until: number): void {
    const before = this.#holds.get(service);
    if (before) clearTimeout(before.timer);
    const end = () => void this.#gone.set(service, this.letGo(service));
    const timer = setTimeout(end, Math.max(0, until - Date.now()));
    this.#holds.set(service, { waiting: before?.waiting ?? new Set(), until, timer });
  }

  /** Lets all that wait go on, and says how many they are; of a hold that has ended by itself, how many they were. */
  letGo(service: string): number {
    const gone = this.#gone.get(service) ?? 0;
    this.#gone.delete(service);
    const hold = this.#holds.get(service);
    if (!hold) return gone;
    this.#forget(service);
    void allowInTurn([...hold.waiting]);
    return gone + hold.waiting.size;
  }

  held(service: string): number {
    return this.#holds.get(service)?.waiting.size ?? 0;
  }

  #forget(service: string): void {
    clearTimeout(this.#holds.get(service)?.timer);
    this.#holds.delete(service);
  }

  #keep(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.once('close', () => this.#sessions.delete(session));
    // a connection that breaks takes its requests with it; the edge lets them go on
    session.on('error', () => {});
  }

  #ask(request: Http2ServerRequest, response: Http2ServerResponse): void {
    const service = String(request.headers[gateServiceHeader] ?? '');
    const hold = this.#holds.get(service);
    if (!hold) {
      allow(response);
      return;
    }
    hold.waiting.add(response);
    response.once('close', () => hold.waiting.delete(response));
  }
}

/** Each opens a connection to a replica, which lets some hundred of them wait (Node 511) and drops the others. */
const atOnce = 100;
/** Milliseconds in which a busy replica takes as many. */
const apart = 20;

async function allowInTurn(waiting: readonly Http2ServerResponse[]): Promise<void> {
  for (let first = 0; first < waiting.length; first += atOnce) {
    for (const response of waiting.slice(first, first + atOnce)) allow(response);
    await pause(apart);
  }
}

function allow(response: Http2ServerResponse): void {
  if (response.stream.destroyed) return;
  response.writeHead(200, passHeaders);
  response.end();
}
