import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { Application } from '../application.ts';

/** Bytes of one message. */
const maxPayload = 64 * 1024;

/** Acknowledges each message: `{"message","count","release"}`, where `count` is of this connection. */
export function addSocket(server: FastifyInstance, { environment, sockets }: Application): void {
  // stopping closes the sockets in its own time
  server.register(websocket, { options: { maxPayload }, preClose: (done) => done() });
  // the plugin only sees routes that are added after it
  server.register(async (scope) => {
    scope.get('/socket', { websocket: true, config: { standing: true } }, (socket: WebSocket) => {
      let count = 0;
      sockets.add(socket);
      socket.on('message', (message) => {
        count += 1;
        socket.send(JSON.stringify({ message: String(message), count, release: environment.release }));
      });
    });
  });
}
