import accepts from '@fastify/accepts';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { Application } from './application.ts';
import { addAdmin } from './routes/admin.ts';
import { addDeploy } from './routes/deploy.ts';
import { addEvents } from './routes/events.ts';
import { addFaults } from './routes/faults.ts';
import { addHello } from './routes/hello.ts';
import { addPalindrom } from './routes/palindrom.ts';
import { addRedisHits } from './routes/redis-hits.ts';
import { addSlow } from './routes/slow.ts';
import { addSocket } from './routes/socket.ts';
import { addStatus } from './routes/status.ts';
import { addTransfers } from './routes/transfers.ts';
import { addWrites } from './routes/writes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked by the platform about this process: not work in hand. */
    readonly housekeeping?: boolean;
    /** Stays open and is idle most of the time: not work in hand either. */
    readonly standing?: boolean;
  }
}

const routes = [
  addHello,
  addStatus,
  addPalindrom,
  addAdmin,
  addWrites,
  addRedisHits,
  addSlow,
  addSocket,
  addEvents,
  addTransfers,
  addDeploy,
  addFaults,
];

/** Bytes: room for the longest text with every byte escaped. */
const headerLimit = 64 * 1024;

export function buildServer(application: Application): FastifyInstance {
  const server = fastify({
    logger: { level: 'info' },
    // The edge writes the access log.
    logController: new LogController({ disableRequestLogging: true }),
    // Longer than any proxy keeps an idle connection, or a request could meet one that is just closing.
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
    http: { maxHeaderSize: headerLimit },
    routerOptions: { maxParamLength: headerLimit },
    frameworkErrors: answerError,
  });
  server.register(accepts);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'There is nothing here.' }));
  countWork(server, application);
  closeConnections(server, application);
  for (const add of routes) add(server, application);
  return server;
}

function countWork(server: FastifyInstance, { drain }: Application): void {
  server.addHook('onRequest', async (request, reply) => {
    const { housekeeping, standing } = request.routeOptions.config;
    if (!housekeeping && !standing) drain.begin(reply.raw);
  });
}

/** Tells clients that keep a connection open that it ends with this answer. */
function closeConnections(server: FastifyInstance, { drain }: Application): void {
  server.addHook('onSend', async (_request, reply) => {
    if (drain.stopping) reply.header('connection', 'close');
  });
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500;
  if (status >= 500) request.log.error({ err: error, path: request.routeOptions.url }, error.message);
  const message = status === 500 ? 'Something went wrong here; the log says what.' : error.message;
  reply.code(status).send({ error: message });
}
