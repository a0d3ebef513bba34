import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { https } from './testing/client.ts';
import { liveOn, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const browser = 'text/html,*/*;q=0.8';

const phrase = plainService('phrase', {
  block: ['/hidden'],
  protect: [{ path: '/admin', users: ['alice'] }],
  errorPages: {
    404: '<p>Lost? “100 %” %REQ(HOST)%: {{request-id}} {{request-id}}',
    403: 'Not for you.',
    any: '<p>Something is amiss.',
  },
});

const notes = plainService('notes', {
  hosts: ['notes.example'],
  errorPages: { 503: 'Not yet: {{request-id}}.' },
});

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one', (request, response) => {
    if (request.url === '/gone') return request.socket.destroy();
    return response.writeHead(404, { 'content-type': 'text/html' }).end('the application');
  });
  edge = await startEdge([phrase, notes]);
  await edge.apply([{ ...liveOn('phrase', [replica.port]), paused: false }], testSecrets('alice'));
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

async function shown(path: string, headers = {}) {
  const answer = await https(edge, path, { headers: { accept: browser, ...headers } });
  const id = String(answer.headers['x-request-id']);
  return [answer.status, answer.headers['content-type'], answer.body.replace(id, 'ID')];
}

const html = 'text/html; charset=utf-8';

test('a status has its page, with the request id where it says so once', async () => {
  const page = '<p>Lost? “100 %” %REQ(HOST)%: ID {{request-id}}';
  expect(await shown('/hidden')).toEqual([404, html, page]);
});

test.each([
  [400, '/x/../y'],
  [401, '/admin'],
  [503, '/gone'],
])('others have the page for all: %i', async (status, path) => {
  expect(await shown(path)).toEqual([status, html, '<p>Something is amiss.']);
});

test('a service has its own alone, and for other statuses the edge’s', async () => {
  const host = 'notes.example';
  expect(await shown('/', { host })).toEqual([503, html, 'Not yet: ID.']);
  expect(await shown('/x/../y', { host })).toEqual([400, html, expect.stringContaining('<h1>400</h1>')]);
});

test('programs are answered in JSON all the same', async () => {
  expect(await shown('/hidden', { accept: '*/*' })).toEqual([404, 'application/json', expect.anything()]);
});

test('what the application answers stays', async () => {
  expect(await shown('/')).toEqual([404, 'text/html', 'the application']);
});

test('a page for maintenance goes before', async () => {
  const closed = { ...liveOn('phrase', [replica.port]), maintenance: { retryAfter: 30, page: 'Back soon' } };
  await edge.apply([closed], testSecrets('alice'));
  expect(await shown('/')).toEqual([503, html, 'Back soon']);
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
