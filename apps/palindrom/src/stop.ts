import type { FastifyInstance } from 'fastify';
import { type Application, closeApplication } from './application.ts';

/** Ends the process once after the first SIGTERM or SIGINT; a second one has its ordinary effect. */
export function stopOnSignal(server: FastifyInstance, application: Application): void {
  const stop = (signal: NodeJS.Signals) => {
    server.log.info(`${signal}: finishing ${application.drain.left.requests} requests`);
    finish(server, application).then((code) => process.exit(code));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Exit code: 0 when nothing was cut off. */
async function finish(server: FastifyInstance, application: Application): Promise<0 | 1> {
  application.drain.prepare();
  const cut = { requests: 0 };
  const timer = setTimeout(() => {
    cut.requests = application.drain.left.requests;
    server.server.closeAllConnections();
  }, application.environment.stopTimeout);
  await server.close();
  clearTimeout(timer);
  await closeApplication(application);
  if (cut.requests > 0)
    server.log.error(`stopped with ${cut.requests} requests cut off; raise APP_STOP_SECONDS`);
  else server.log.info('stopped');
  return cut.requests > 0 ? 1 : 0;
}
