import { createServer } from 'node:http';

/** As small as a service can be: what it is measured for is who lives next door. */
const server = createServer((_request, response) => response.end('Hello from next door!\n'));
// longer than the edge keeps an idle connection
server.keepAliveTimeout = 75_000;
server.listen(5000);
process.once('SIGTERM', () => server.close());
