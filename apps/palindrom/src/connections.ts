import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Gives a function that closes all connections without a request in hand. Node closes only those that have had one:
 * a proxy's spare connection would keep the process from stopping.
 */
export function watchConnections(server: Server): () => void {
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  // a websocket's owner ends it
  server.on('upgrade', ({ socket }) => idle.delete(socket));
  server.on('request', (request, response) => {
    idle.delete(request.socket);
    response.once('close', () => {
      if (!request.socket.destroyed) idle.add(request.socket);
    });
  });
  return () => {
    for (const socket of idle) socket.destroy();
  };
}
