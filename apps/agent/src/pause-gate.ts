import { chmod, rm } from 'node:fs/promises';
import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { gateServiceHeader, passHeaders } from '@causeway/edge';

interface Hold {
  readonly waiting: Set<Http2ServerResponse>;
  readonly until: number;
  readonly timer: NodeJS.Timeout;
}

/** Answers the edge's question whether a request of a paused service may go on: not before the pause ends. */
export class PauseGate {
  readonly #holds = new Map<string, Hold>();

  /** `path` lies where the edge finds it; its user is another than ours. */
  async listen(path: string): Promise<void> {
    await rm(path, { force: true });
    const server = createServer((request, response) => this.#ask(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    await chmod(path, 0o666);
  }

  /** Milliseconds since the epoch. */
  hold(service: string, until: number): void {
    const before = this.#holds.get(service);
    if (before) clearTimeout(before.timer);
    const timer = setTimeout(() => this.letGo(service), Math.max(0, until - Date.now()));
    this.#holds.set(service, { waiting: before?.waiting ?? new Set(), until, timer });
  }

  /** Lets all that wait go on, and says how many they are. */
  letGo(service: string): number {
    const hold = this.#holds.get(service);
    if (!hold) return 0;
    clearTimeout(hold.timer);
    this.#holds.delete(service);
    for (const response of hold.waiting) allow(response);
    return hold.waiting.size;
  }

  held(service: string): number {
    return this.#holds.get(service)?.waiting.size ?? 0;
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

function allow(response: Http2ServerResponse): void {
  if (response.stream.destroyed) return;
  response.writeHead(200, passHeaders);
  response.end();
}
