import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Mend } from './classes/failure-class.ts';

const unknown = JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] });

/** A registry that answers, and has no image at all. */
export async function startRegistry(port: number): Promise<Mend> {
  const server = createServer(({ url }, response) => {
    const isThere = url === '/v2/';
    response.writeHead(isThere ? 200 : 404, {
      'content-type': 'application/json',
      'docker-distribution-api-version': 'registry/2.0',
    });
    response.end(isThere ? '{}' : unknown);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
}
