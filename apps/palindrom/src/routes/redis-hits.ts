import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';

export function addRedisHits(server: FastifyInstance, { redis }: Application): void {
  server.get('/redis-hits', async (request, reply) => {
    if (!redis) return reply.code(503).send({ error: 'No Redis is configured; set REDIS_HOST.' });
    try {
      return { hits: await redis.incr('palindrom:hits') };
    } catch (error) {
      request.log.warn({ err: error }, 'Redis is away');
      return reply.code(503).send({ error: 'Redis is away; try again in a moment.' });
    }
  });
}
