import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const querystring = {
  type: 'object',
  properties: { ms: { type: 'integer', minimum: 0, maximum: 120_000, default: 1000 } },
};

/** Answers after `ms` milliseconds: a request in flight for whoever tests releases. */
export function addSlow(server: FastifyInstance): void {
  server.get<{ Querystring: { ms: number } }>('/slow', { schema: { querystring } }, async ({ query }) => {
    await pause(query.ms);
    return { waitedMs: query.ms };
  });
}
