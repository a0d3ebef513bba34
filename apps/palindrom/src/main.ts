import type { FastifyInstance } from 'fastify';
import { openApplication } from './application.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { Mistake, oneLine, runCommand } from './mistake.ts';
import { buildServer } from './server.ts';
import { stopOnSignal } from './stop.ts';

runCommand(async () => {
  const environment = readEnvironment(process.env);
  const application = await openApplication(environment, (message) => server.log.info(message));
  const server = buildServer(application);
  stopOnSignal(server, application);
  await listen(server, environment);
  if (environment.faults?.start) application.faults?.begin(environment.faults.start);
});

async function listen(server: FastifyInstance, { host, port }: Environment): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    throw new Mistake(`${oneLine(error)}; set APP_HOST or APP_PORT to another`);
  }
}
