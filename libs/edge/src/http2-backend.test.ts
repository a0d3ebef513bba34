import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { https } from './testing/client.ts';
import { plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

let edge: RunningEdge;
let server: Http2Server;
let session: ClientHttp2Session;

const health = { path: '/status', interval: 200, timeout: 1000 };

beforeAll(async () => {
  server = createServer().on('stream', answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  edge = await startEdge([plainService('phrase', { protocol: 'http2' })]);
  const endpoints = [{ address: '127.0.0.1', port, replica: 1 }];
  const release = { release: '1', version: '1.0.0', protocol: 'http2' as const, health, endpoints };
  await edge.apply([{ service: 'phrase', serving: '1', releases: [release] }]);
  await edge.healthy('phrase-1', 1);
  session = connect(`https://localhost:${edge.plan.edge.https}`, {
    rejectUnauthorized: false,
    lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
  });
});

afterAll(async () => {
  session?.close();
  await edge?.stop();
  server?.close();
});

/** As a gRPC server does: messages come back as they come in, and the outcome is in the trailers. */
function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const at = answers[headers[':path'] ?? ''] ?? echo;
  at(stream, headers);
}

const answers: Readonly<Record<string, typeof echo>> = {
  '/status': (stream) => stream.respond({ ':status': 200 }, { endStream: true }),
  '/refused': (stream) =>
    stream.respond({ 'content-type': 'application/grpc', 'grpc-status': '7' }, { endStream: true }),
};

function echo(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  stream.respond({ 'content-type': headers['content-type'] ?? 'text/plain' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'done' }));
  stream.pipe(stream);
}

const call = (path: string): ClientHttp2Stream =>
  session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });

test('messages go both ways while the call is open, and its outcome after them', async () => {
  const stream = call('/phrases.Echo/Say');
  for (const message of ['one', 'two', 'three']) {
    stream.write(message);
    expect(String((await once(stream, 'data'))[0])).toBe(message);
  }
  stream.end();
  const [trailers] = await once(stream, 'trailers');
  expect(trailers).toMatchObject({ 'grpc-status': '0', 'grpc-message': 'done' });
});

test('an answer of trailers alone arrives', async () => {
  const stream = call('/refused').end();
  const [headers] = await once(stream, 'response');
  expect(headers).toMatchObject({ ':status': 200, 'grpc-status': '7' });
  stream.resume();
});

test('clients of HTTP/1.1 are served too', async () => {
  const { status, body } = await https(edge, '/', { method: 'POST', body: 'plain' });
  expect([status, body]).toEqual([200, 'plain']);
});

test('a body of more than all the windows passes unchanged', async () => {
  const sent = 'x'.repeat(5 * 1024 * 1024);
  const stream = call('/large').end(sent);
  expect((await text(stream)) === sent).toBe(true);
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
