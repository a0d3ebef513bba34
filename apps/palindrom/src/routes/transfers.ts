import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { keystream } from '../keystream.ts';

const limit = 200 * 1024 * 1024;

const querystring = {
  type: 'object',
  properties: {
    bytes: { type: 'integer', minimum: 0, maximum: limit, default: 1024 * 1024 },
    seed: { type: 'string', maxLength: 200, default: '' },
  },
};

/** Large bodies in both directions, neither of which is ever held in memory as a whole. */
export function addTransfers(server: FastifyInstance): void {
  server.get<{ Querystring: { bytes: number; seed: string } }>(
    '/download',
    { schema: { querystring } },
    async ({ query }, reply) =>
      reply
        .headers({ 'content-type': 'application/octet-stream', 'content-length': query.bytes })
        .send(Readable.from(keystream(query.seed, query.bytes))),
  );
  // a scope of its own: elsewhere bodies are JSON
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.post('/upload', { bodyLimit: limit }, async ({ body }, reply) => {
      const { bytes, sha256 } = await digest(body as Readable);
      if (bytes > limit) return reply.code(413).send({ error: `Send at most ${limit} bytes.` });
      return { bytes, sha256 };
    });
  });
}

/** Stops reading once there is more than may be. */
async function digest(body: Readable): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) break;
    hash.update(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}
