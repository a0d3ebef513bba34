import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { closeApplication, openApplication } from '../application.ts';
import { readEnvironment } from '../environment.ts';
import { buildServer } from '../server.ts';

/** The whole application inside the test, on SQLite in memory unless the variables say otherwise. */
export async function testServer(variables: Readonly<Record<string, string>> = {}): Promise<FastifyInstance> {
  const environment = readEnvironment({ DATABASE_URI: 'sqlite:///:memory:', ...variables });
  const application = await openApplication(environment, () => {});
  const server = buildServer(application);
  onTestFinished(async () => {
    await server.close();
    await closeApplication(application);
  });
  return server;
}
