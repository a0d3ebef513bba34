import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';

export function addStatus(server: FastifyInstance, { drain, readiness }: Application): void {
  server.get('/status', { config: { housekeeping: true } }, async (_request, reply) => {
    const ready = !drain.preparing && (await readiness.missing()).length === 0;
    return ready ? reply.send('OK') : reply.code(404).send('Not ready');
  });
}
