import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';

/** How the platform asks this process to finish what it has in hand; the edge lets nobody else ask. */
export function addDeploy(server: FastifyInstance, { drain }: Application): void {
  const config = { housekeeping: true };
  server.route({
    method: ['GET', 'POST'],
    url: '/prepare-for-deploy',
    config,
    handler: async () => {
      drain.prepare();
      return { preparing: true, left: drain.left };
    },
  });
  server.get('/ready-for-deploy', { config }, async (_request, reply) => {
    if (!drain.preparing)
      return reply.code(503).send({ error: 'Ask /prepare-for-deploy first.', left: drain.left });
    return drain.left.requests > 0 ? reply.code(503).send({ left: drain.left }) : reply.send('Ready');
  });
}
