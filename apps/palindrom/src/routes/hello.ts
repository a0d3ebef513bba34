import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';

export function addHello(server: FastifyInstance, { environment }: Application): void {
  const greeting = environment.release ? `Hello, world! (${environment.release})\n` : 'Hello, world!\n';
  server.get('/', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(greeting));
}
