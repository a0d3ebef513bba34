import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A replica of a service: a real HTTP server that keeps what reached it. */
export interface Backend {
  readonly port: number;
  /** Each request but the health checks. */
  readonly seen: IncomingMessage[];
  readonly checks: IncomingMessage[];
  readonly server: Server;
  /** What `/status` answers. */
  status: number;
  stop(): Promise<void>;
}

/** Answers `/status` with 200 and everything else by `answer`, by default with its name. */
export async function startBackend(name: string, answer?: RequestListener): Promise<Backend> {
  const seen: IncomingMessage[] = [];
  const checks: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    (request.url === '/status' ? checks : seen).push(request);
    if (request.url === '/status') return response.writeHead(backend.status).end();
    return answer ? answer(request, response) : response.end(name);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const backend: Backend = { port, seen, checks, server, status: 200, stop: () => stop(server, sockets) };
  return backend;
}

async function stop(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  server.close();
  for (const socket of sockets) socket.destroy();
  await once(server, 'close');
}

/** Makes it a server of websockets that say back what they are told, after its name. */
export function echoWebsockets({ server }: Backend, name: string): void {
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.on('data', (data) => socket.write(`${name} ${data}`));
  });
}
