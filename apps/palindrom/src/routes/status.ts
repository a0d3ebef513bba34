import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';

export function addStatus(server: FastifyInstance, { drain, readiness, faults }: Application): void {
  server.get('/status', { config: { housekeeping: true } }, async (_request, reply) => {
    if (faults?.unhealthy) return reply.code(503).send('Unhealthy');
    const ready = !drain.preparing && (await readiness.missing()).length === 0;
    return ready ? reply.send('OK') : reply.code(404).send('Not ready');
  });
}
