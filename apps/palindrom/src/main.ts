import { openApplication } from './application.ts';
import { readEnvironment } from './environment.ts';
import { runCommand } from './mistake.ts';
import { buildServer } from './server.ts';
import { stopOnSignal } from './stop.ts';

runCommand(async () => {
  const environment = readEnvironment(process.env);
  const application = await openApplication(environment, (message) => server.log.info(message));
  const server = buildServer(application);
  await server.listen({ host: environment.host, port: environment.port });
  stopOnSignal(server, application);
});
