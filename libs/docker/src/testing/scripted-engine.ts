import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What an engine tells of one container, and where it fails. */
export interface Script {
  /** Milliseconds that the process ran by the engine's own account. */
  readonly took: number;
  readonly exitCode: number;
  /** The end of the process is told only to whoever has ended it: clearing away takes that long. */
  readonly tellsLate?: boolean;
  /** A removal is refused with this. */
  readonly removalError?: string;
}

/** Speaks as much of the engine's API, on a socket, as one run of one container asks for. */
export class ScriptedEngine {
  /** Method and path of each request, in order. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #script: Script;
  #killed = false;

  constructor(script: Script) {
    this.#script = script;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(socketPath: string): Promise<void> {
    await once(this.#server.listen(socketPath), 'listening');
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
    const request = `${method} ${url.split('?', 1)[0]}`;
    this.asked.push(request);
    if (request.endsWith('/kill')) this.#killed = true;
    if (request.endsWith('/wait') && this.#script.tellsLate && !this.#killed) return;
    const [status, body = ''] = this.#answers()[request] ?? this.#removed();
    response.writeHead(status, { 'content-type': Buffer.isBuffer(body) ? 'raw' : 'application/json' });
    response.end(Buffer.isBuffer(body) ? body : body && JSON.stringify(body));
  }

  #answers(): Readonly<Record<string, Answer>> {
    const { exitCode, took } = this.#script;
    const container = '/containers/migration';
    return {
      'GET /containers/json': [200, []],
      'POST /containers/create': [201, { Id: 'migration' }],
      [`POST ${container}/start`]: [204],
      [`POST ${container}/wait`]: [200, { StatusCode: exitCode }],
      [`POST ${container}/kill`]: [409, { message: 'is not running' }],
      [`GET ${container}/json`]: [
        200,
        { State: { ExitCode: exitCode, StartedAt: instant(0), FinishedAt: instant(took) } },
      ],
      [`GET ${container}/logs`]: [200, frame('half way\n')],
    };
  }

  #removed(): Answer {
    const { removalError } = this.#script;
    return removalError ? [500, { message: removalError }] : [204];
  }
}

type Answer = readonly [status: number, body?: object];

function instant(milliseconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString();
}

/** The format of a container's log. */
function frame(text: string): Buffer {
  const head = Buffer.alloc(8, 0);
  head.writeUInt8(1, 0);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}
