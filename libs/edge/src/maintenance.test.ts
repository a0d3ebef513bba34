import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderEdge } from './edge.ts';
import { maintenancePageLimit } from './filters/maintenance.ts';
import type { LiveService } from './live.ts';
import { type Backend, startBackend } from './testing/backend.ts';
import { http, http2, https, login } from './testing/client.ts';
import { liveOn, passwordOf, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const phrase = plainService('phrase', {
  block: ['/hidden'],
  protect: [{ path: '/admin', users: ['alice'] }],
});

const notes = plainService('notes', { hosts: ['notes.example'] });

const page = '<!doctype html><title>Back soon</title><p>We are “100 %” at it: %REQ(:path)%';

const secrets = testSecrets('alice');

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('replica');
  edge = await startEdge([phrase, notes]);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

const live = (maintenance?: LiveService['maintenance']): LiveService[] => [
  { ...liveOn('phrase', [replica.port]), ...(maintenance && { maintenance }) },
  liveOn('notes', [replica.port]),
];

async function show(maintenance?: LiveService['maintenance']): Promise<void> {
  await edge.apply(live(maintenance), secrets);
  await edge.healthy('phrase-1', 1);
  await edge.healthy('notes-1', 1);
  replica.seen.length = 0;
}

const told = async (path: string, method = 'GET') => {
  const { status, headers, body } = await https(edge, path, { method });
  return [status, headers['retry-after'], headers['content-type'], headers['cache-control'], body];
};

test.each(['/', '/any/path?x=y', '/admin', '/status'])(
  '%s is answered with the page and 503',
  async (path) => {
    await show({ retryAfter: 120, page });
    const answer = [503, '120', 'text/html; charset=utf-8', 'no-store'];
    expect(await told(path)).toEqual([...answer, page]);
    expect(await told(path, 'POST')).toEqual([...answer, page]);
    expect(await told(path, 'HEAD')).toEqual([...answer, '']);
    expect((await http2(edge, path)).body).toBe(page);
    expect(replica.seen).toEqual([]);
  },
);

test('without a page there is a word', async () => {
  await show({ retryAfter: 30 });
  const word = 'This service is under maintenance. Please come back soon.';
  const json = [503, '30', 'application/json', 'no-store', expect.stringContaining(word)];
  expect(await told('/')).toEqual(json);
});

test('who has the password is not let in either', async () => {
  await show({ retryAfter: 30 });
  const headers = login('alice', passwordOf('alice'));
  expect((await https(edge, '/admin', { headers })).status).toBe(503);
});

test('blocked paths stay 404, http goes to https, and other services go on', async () => {
  await show({ retryAfter: 30 });
  expect((await https(edge, '/hidden')).status).toBe(404);
  expect((await http(edge, '/')).status).toBe(308);
  expect((await https(edge, '/', { headers: { host: 'notes.example' } })).body).toBe('replica');
});

test('its end is at once, and asks for the password again', async () => {
  await show({ retryAfter: 30 });
  await show();
  expect((await https(edge, '/')).body).toBe('replica');
  expect((await https(edge, '/admin')).status).toBe(401);
});

test('the largest page is served whole, a larger one is an error', async () => {
  const largest = 'é'.repeat(maintenancePageLimit / 2);
  await show({ retryAfter: 30, page: largest });
  expect((await https(edge, '/')).body === largest).toBe(true);
  expect(() =>
    renderEdge(testPlan([phrase, notes]), live({ retryAfter: 30, page: `${largest}!` }), secrets),
  ).toThrow(
    'phrase: the maintenance page has 65537 bytes; the edge serves at most 65536, so link its images and styles from elsewhere',
  );
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
