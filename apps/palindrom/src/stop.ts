import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Application, closeApplication } from './application.ts';
import { watchConnections } from './connections.ts';

/** Milliseconds in which a proxy may see that the service is stopping; until then it takes new requests. */
const notice = 500;

/** Milliseconds in which a connection may still bring the request that is on its way. */
const idleGrace = 250;

/** Ends the process once after the first SIGTERM or SIGINT; a second one has its ordinary effect. */
export function stopOnSignal(server: FastifyInstance, application: Application): void {
  const closeIdleConnections = watchConnections(server.server);
  const stop = async (signal: NodeJS.Signals) => {
    server.log.info(`${signal}: finishing ${application.drain.left.requests} requests`);
    application.drain.stop();
    application.sockets.closeAll(application.environment.closeTime);
    await wait(notice);
    setTimeout(closeIdleConnections, idleGrace);
    const cutOff = await finishRequests(server, application);
    await closeApplication(application);
    if (cutOff > 0) server.log.error(`stopped with ${cutOff} requests cut off; raise APP_STOP_SECONDS`);
    else server.log.info('stopped');
    process.exit(cutOff > 0 ? 1 : 0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** How many requests took longer than they may. */
async function finishRequests(
  server: FastifyInstance,
  { drain, sockets, environment }: Application,
): Promise<number> {
  let cutOff = 0;
  const timer = setTimeout(() => {
    cutOff = drain.left.requests;
    server.server.closeAllConnections();
    sockets.cutAll();
  }, environment.stopTimeout);
  await server.close();
  clearTimeout(timer);
  return cutOff;
}
