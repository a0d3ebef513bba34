import type { FastifyInstance } from 'fastify';
import type { Application } from '../application.ts';
import { type FaultName, faultNames } from '../faults.ts';

const params = { type: 'object', properties: { fault: { enum: faultNames } } };
const querystring = {
  type: 'object',
  properties: { share: { type: 'number', minimum: 0, maximum: 1, default: 1 } },
};

interface Asked {
  readonly Params: { readonly fault: FaultName };
  readonly Querystring: { readonly share: number };
}

/** POST `/fault/<name>` goes wrong from the end of its own answer on; not there unless APP_FAULTS says so. */
export function addFaults(server: FastifyInstance, { faults }: Application): void {
  if (!faults) return;
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.housekeeping || !faults.failsNext()) return;
    return reply.code(500).send({ error: 'It was asked to fail.' });
  });
  const options = { config: { housekeeping: true }, schema: { params, querystring } };
  server.post<Asked>('/fault/:fault', options, async ({ params, query, log }, reply) => {
    log.warn(`fault: ${params.fault}`);
    reply.raw.once('finish', () => setImmediate(() => faults.begin(params.fault, query.share)));
    return reply.code(202).send({ fault: params.fault });
  });
}
