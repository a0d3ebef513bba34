import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { http, http2, https } from './testing/client.ts';
import { liveOn, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const wanted = {
  'content-security-policy': "default-src 'self'; report-uri /csp?a=%20b",
  'strict-transport-security': 'max-age=31536000',
  'x-frame-options': 'SAMEORIGIN',
};

const phrase = plainService('phrase', {
  block: ['/hidden'],
  protect: [{ path: '/admin', users: ['alice'] }],
  headers: wanted,
});

const notes = plainService('notes', {
  hosts: ['notes.example'],
  headers: { 'x-content-type-options': 'nosniff' },
});

let edge: RunningEdge;
let replica: Backend;
let said: Record<string, string>;

beforeAll(async () => {
  replica = await startBackend('one', (_, response) => response.writeHead(200, said).end());
  edge = await startEdge([phrase, notes]);
  await edge.apply([liveOn('phrase', [replica.port])], testSecrets('alice'));
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

beforeEach(() => {
  said = {};
});

test.each(['/', '/hidden', '/admin'])('%s has all of them, as they were written', async (path) => {
  expect((await https(edge, path)).headers).toMatchObject(wanted);
  expect((await http2(edge, path)).headers).toMatchObject(wanted);
});

test('what the application says itself stays, even when it is nothing', async () => {
  said = { 'X-Frame-Options': 'DENY', 'Content-Security-Policy': '' };
  const { headers } = await https(edge, '/');
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['content-security-policy']).toBe('');
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
});

test('a service has its own only, and one without a release has them too', async () => {
  const { status, headers } = await https(edge, '/', { headers: { host: 'notes.example' } });
  expect([status, headers['x-content-type-options']]).toEqual([503, 'nosniff']);
  expect(headers['x-frame-options']).toBeUndefined();
});

test('over http nothing is said of https: browsers would not believe it', async () => {
  expect((await http(edge, '/')).headers['strict-transport-security']).toBeUndefined();
});

test('names and versions of software stay inside', async () => {
  said = { 'X-Powered-By': 'Express', Server: 'gunicorn/19.0', 'X-AspNet-Version': '4.0' };
  const { headers } = await https(edge, '/');
  expect(headers.server).toBe('causeway');
  expect(Object.keys(headers)).not.toContain('x-powered-by');
  expect(Object.keys(headers)).not.toContain('x-aspnet-version');
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
