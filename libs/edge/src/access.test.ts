import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { http2, https, login } from './testing/client.ts';
import { liveOn, passwordOf, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const phrase = plainService('phrase', {
  block: ['/admin/hidden'],
  protect: [{ path: '/admin', users: ['alice'] }],
  access: [
    { path: '/admin', allow: ['127.0.0.0/29', '2001:db8::/32'], deny: ['127.0.0.3/32'] },
    { path: '/open', deny: ['127.0.1.0/24', '2001:db8:bad::/48'] },
    { path: '/open/inner', allow: ['127.0.0.2/32'] },
  ],
});

const closed = plainService('closed', {
  hosts: ['closed.example'],
  access: [{ path: '/', allow: ['127.0.0.2/32'] }],
});

const proxy = '127.0.3.1';

let edge: RunningEdge;
let backend: Backend;

beforeAll(async () => {
  backend = await startBackend('one');
  edge = await startEdge([phrase, closed], { trustedProxies: [`${proxy}/32`] });
  const live = [liveOn('phrase', [backend.port]), liveOn('closed', [backend.port])];
  await edge.apply(live, testSecrets('alice'));
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await backend?.stop();
});

beforeEach(() => {
  backend.seen.length = 0;
});

const status = async (path: string, localAddress: string, headers = {}) =>
  (await https(edge, path, { localAddress, headers })).status;

test.each([
  ['an allowed one is asked for a password', '/admin', '127.0.0.2', 401],
  ['one that is not allowed gets no chance to guess it', '/admin', '127.0.0.8', 403],
  ['a denied one neither, though the wider network is allowed', '/admin', '127.0.0.3', 403],
  ['a denied one', '/open', '127.0.1.7', 403],
  ['one that is not denied', '/open', '127.0.2.7', 200],
  ['one that only the wider path lets in', '/open/inner', '127.0.2.7', 403],
  ['one that both paths let in', '/open/inner', '127.0.0.2', 200],
  ['other paths are open to all', '/', '127.0.1.7', 200],
  ['names that only begin like it as well', '/opener', '127.0.1.7', 200],
])('%s: %s from %s is %i', async (_what, path, from, expected) => {
  expect(await status(path, from)).toBe(expected);
  expect(backend.seen).toHaveLength(expected === 200 ? 1 : 0);
});

test('the right password opens nothing from elsewhere', async () => {
  expect(await status('/admin', '127.0.0.2', login('alice', passwordOf('alice')))).toBe(200);
  expect(await status('/admin', '127.0.0.8', login('alice', passwordOf('alice')))).toBe(403);
});

test('a whole service', async () => {
  const host = { host: 'closed.example' };
  expect(await status('/any', '127.0.0.2', host)).toBe(200);
  expect(await status('/any', '127.0.0.4', host)).toBe(403);
});

test('the refusal has the shape of all others', async () => {
  const answer = await https(edge, '/open', { localAddress: '127.0.1.7' });
  expect(JSON.parse(answer.body)).toEqual({
    status: 403,
    error: 'This is not for you to see.',
    request_id: answer.headers['x-request-id'],
  });
});

describe('ways around', () => {
  test.each([
    '/open/',
    '/OPEN',
    '/%6fpen',
    '//open',
    '/open;x',
    '/open.json',
    '/open%20',
    '/open?x',
    '/index.php/open',
    '//host/open',
    '/%EF%BD%8Fpen',
  ])('%s', async (path) => {
    expect(await status(path, '127.0.1.7')).toBe(403);
    expect(backend.seen).toHaveLength(0);
  });

  test.each([
    ['x-forwarded-for', '127.0.0.2'],
    ['x-real-ip', '127.0.0.2'],
    ['forwarded', 'for=127.0.0.2'],
    ['x-envoy-external-address', '127.0.0.2'],
    ['x-client-ip', '127.0.0.2'],
    ['true-client-ip', '127.0.0.2'],
    ['x-envoy-internal', 'true'],
  ])('%s: %s', async (name, value) => {
    expect(await status('/admin', '127.0.0.8', { [name]: value })).toBe(403);
    expect(await status('/open', '127.0.1.7', { [name]: value })).toBe(403);
  });

  test('another host of the address in the request', async () => {
    expect(await status('https://localhost/open', '127.0.1.7')).toBe(403);
  });
});

test('over HTTP/2 as well', async () => {
  expect((await http2(edge, '/open/inner')).status).toBe(403);
});

describe('IPv6, as a proxy names it', () => {
  test.each([
    ['/admin', '2001:db8::1', 401],
    ['/admin', '2001:db9::1', 403],
    ['/open', '2001:db8:bad::1', 403],
    ['/open', '2001:db8:bae::1', 200],
    ['/admin', '::ffff:127.0.0.2', 401],
    ['/admin', '::ffff:127.0.0.3', 403],
    ['/open', '::ffff:127.0.1.9', 403],
  ])('%s from %s is %i', async (path, from, expected) => {
    expect(await status(path, proxy, { 'x-forwarded-for': from })).toBe(expected);
  });
});
