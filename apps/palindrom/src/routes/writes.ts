import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';
import { appendWrite, countWrites, summariseWrites } from '../writes.ts';

const since = { type: 'integer', minimum: 0, default: 0 };
const body = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,200}$' } },
};
const page = {
  type: 'object',
  properties: {
    since,
    after: { type: 'string', default: '' },
    limit: { type: 'integer', minimum: 1, maximum: 10_000, default: 1000 },
  },
};

/** Takes writes so that a verification can account for every one of them: each request is one row, whatever its id. */
export function addWrites(server: FastifyInstance, { database }: Application): void {
  server.post<{ Body: { id: string } }>(
    '/writes',
    { schema: { body }, bodyLimit: 64 * 1024 },
    async (request, reply) => {
      const { id } = request.body;
      await appendWrite(database, {
        id,
        bytes: Number(request.headers['content-length'] ?? 0),
        at: new Date(),
      });
      return reply.code(201).send({ id });
    },
  );
  server.get<{ Querystring: { since: number; after: string; limit: number } }>(
    '/admin/writes',
    { schema: { querystring: page } },
    async ({ query }) => {
      const writes = await countWrites(database, query);
      return { writes, ...(writes.length === query.limit && { after: writes.at(-1)?.id }) };
    },
  );
  server.get<{ Querystring: { since: number } }>(
    '/admin/writes/summary',
    { schema: { querystring: { type: 'object', properties: { since } } } },
    ({ query }) => summariseWrites(database, query.since),
  );
}
