import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { type Answer, http, http2, https } from './testing/client.ts';
import { liveOn, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const phrase = plainService('phrase', {
  block: ['/hidden'],
  protect: [{ path: '/admin', users: ['alice'] }],
});

const notes = plainService('notes', { hosts: ['notes.example'] });

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one', (request, response) => {
    if (request.url === '/gone') return request.socket.destroy();
    if (request.url === '/garbage') return request.socket.end('nonsense\r\n\r\n');
    return response.writeHead(Number(request.headers['x-status'] ?? 200)).end('the application');
  });
  edge = await startEdge([phrase, notes]);
  await edge.apply([liveOn('phrase', [replica.port])], testSecrets('alice'));
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

const ask = (path: string, accept: string, headers = {}) =>
  https(edge, path, { headers: { accept, ...headers } });

describe.each([
  [400, '/x/../y', {}, 'can be read in more than one way'],
  [401, '/admin', {}, 'A user name and a password'],
  [401, '/admin', { authorization: 'Basic ZXZlOmV2ZQ==' }, 'A user name and a password'],
  [404, '/hidden', {}, 'nothing at this address'],
  [421, '/', { host: 'elsewhere.example' }, 'No service has this host'],
  [502, '/garbage', {}, 'did not answer properly'],
  [503, '/gone', {}, 'cannot be reached right now'],
  [503, '/', { host: 'notes.example' }, 'has no release yet'],
])('%i of %s %o', (status, path, headers, words) => {
  test('is a page for a browser', async () => {
    const answer = await ask(path, browser, headers);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(answer.body).toContain(`<h1>${status}</h1>`);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain(`Request ${answer.headers['x-request-id']}`);
  });

  test.each(['application/json', '*/*'])('is JSON for %s', async (accept) => {
    const answer = await ask(path, accept, headers);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json']);
    expect(JSON.parse(answer.body)).toEqual({
      status,
      error: expect.stringContaining(words),
      request_id: answer.headers['x-request-id'],
    });
  });

  test('is kept by nobody, and has no body for HEAD', async () => {
    const answer = await https(edge, path, { method: 'HEAD', headers: { accept: browser, ...headers } });
    expect([answer.headers['cache-control'], answer.body]).toEqual(['no-store', '']);
  });

  test('is the same over HTTP/2', async () => {
    const { host, ...rest } = { host: '', ...headers };
    const answer = await http2(edge, path, { accept: browser, ...rest, ...(host && { ':authority': host }) });
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(words)]);
  });
});

test.each([200, 400, 401, 404, 418, 429, 500, 502, 503, 504])(
  'an answer %i of the application stays as it is',
  async (status) => {
    const answer = await ask('/', browser, { 'x-status': String(status) });
    expect([answer.status, answer.body]).toEqual([status, 'the application']);
    expect(answer.headers['cache-control']).toBeUndefined();
  },
);

test('a redirect to https has no page', async () => {
  const answer = await http(edge, '/', { headers: { accept: browser } });
  expect([answer.status, answer.body]).toEqual([308, '']);
});

test('the http listener answers in the same way', async () => {
  const answer = await http(edge, '/', { headers: { accept: browser, host: 'elsewhere.example' } });
  expect([answer.status, answer.body]).toEqual([421, expect.stringContaining('No service has this host')]);
});

test('gRPC is told in its own way', async () => {
  const { status, headers, body } = await http2(edge, '/gone', {
    ':method': 'POST',
    'content-type': 'application/grpc',
  });
  expect([status, headers['grpc-status'], body]).toEqual([200, '14', '']);
});

test('what cannot even be read is answered in JSON', async () => {
  expect(await said('GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 [\s\S]*"error":"The request could not be understood."/,
  );
});

async function said(bytes: string): Promise<string> {
  const socket = connect({ port: edge.plan.edge.https, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  socket.setEncoding('utf8').write(bytes);
  let answer = '';
  for await (const chunk of socket) {
    answer += chunk;
    if (answer.includes('}')) break;
  }
  return answer;
}

test('nothing that failed inside is told outside', async () => {
  const answers: Answer[] = [await ask('/gone', browser), await ask('/gone', '*/*')];
  for (const { body } of answers) expect(body).not.toMatch(/upstream|reset|127\.0\.0\.1|envoy/i);
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
