import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { replicasEach } from './many-services.ts';

/** Servers that answer all health checks. */
export interface Replicas {
  readonly port: number;
  stop(): void;
}

export async function startReplicas(): Promise<Replicas> {
  const first = await listen('127.0.0.1', 0);
  const { port } = first.address() as AddressInfo;
  const others = await Promise.all(
    Array.from({ length: replicasEach - 1 }, (_, index) => listen(`127.0.0.${index + 2}`, port)),
  );
  const servers = [first, ...others];
  return { port, stop: () => servers.forEach(end) };
}

async function listen(address: string, port: number): Promise<Server> {
  const server = createServer((_request, response) => response.end()).listen(port, address, 4096);
  await once(server, 'listening');
  return server;
}

function end(server: Server): void {
  server.close();
  server.closeAllConnections();
}
