import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request } from 'node:https';
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const words = 'What compresses well is what says the same again and again. '.repeat(100);

const hosts = { gzip: 'gzip.test', assets: 'assets.test', all: 'all.test', nothing: 'nothing.test' };

let edge: RunningEdge;
let replica: Backend;
let answer: (response: ServerResponse, asked: IncomingMessage) => void;

beforeAll(async () => {
  replica = await startBackend('one', (asked, response) => answer(response, asked));
  edge = await startEdge([
    plainService('assets', { hosts: [hosts.assets], compress: { what: 'assets', brotli: true } }),
    plainService('all', { hosts: [hosts.all], compress: { what: 'all', brotli: true } }),
    plainService('gzip', { hosts: [hosts.gzip], compress: { what: 'assets', brotli: false } }),
    plainService('nothing', { hosts: [hosts.nothing] }),
  ]);
  const services = ['gzip', 'assets', 'all', 'nothing'];
  await edge.apply(services.map((name) => liveOn(name, [replica.port])));
  for (const name of services) await edge.healthy(`${name}-1`, 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

beforeEach(() => {
  answer = says('text/css');
});

const says =
  (type: string, headers: OutgoingHttpHeaders = {}, status = 200, body: string | Buffer = words) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);

async function open(host: string, headers: OutgoingHttpHeaders = {}): Promise<IncomingMessage> {
  const asked = request({
    port: edge.plan.edge.https,
    rejectUnauthorized: false,
    headers: { host, 'accept-encoding': 'gzip, deflate, br, zstd', ...headers },
  });
  const [got] = (await once(asked.end(), 'response')) as [IncomingMessage];
  return got;
}

async function ask(host: string, headers: OutgoingHttpHeaders = {}) {
  const got = await open(host, headers);
  return { ...got.headers, body: Buffer.concat(await got.toArray()) };
}

const encodingOf = async (host: string, headers?: OutgoingHttpHeaders) =>
  (await ask(host, headers))['content-encoding'];

describe('methods', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['zstd', undefined],
    ['', undefined],
  ])('%s is answered with %s', async (accepted, encoding) => {
    expect(await encodingOf(hosts.assets, { 'accept-encoding': accepted })).toBe(encoding);
  });

  test('Brotli is for those who want it', async () => {
    expect(await encodingOf(hosts.gzip)).toBe('gzip');
    expect(await encodingOf(hosts.gzip, { 'accept-encoding': 'br' })).toBeUndefined();
  });

  test('what comes is what the application said', async () => {
    const gzip = await ask(hosts.assets, { 'accept-encoding': 'gzip' });
    const brotli = await ask(hosts.assets, { 'accept-encoding': 'br' });
    expect(String(gunzipSync(gzip.body))).toBe(words);
    expect(String(brotliDecompressSync(brotli.body))).toBe(words);
    expect([gzip.vary, brotli.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
  });
});

describe('types', () => {
  const assets = ['text/css', 'text/javascript; charset=utf-8', 'application/javascript', 'image/svg+xml'];
  const documents = [
    'text/html; charset=utf-8',
    'application/json',
    'application/problem+json',
    'text/plain',
  ];
  const neither = ['text/event-stream', 'image/png', 'application/zip', 'font/woff2', 'application/grpc'];

  test.each(assets)('%s: assets and all', async (type) => {
    answer = says(type);
    expect([await encodingOf(hosts.assets), await encodingOf(hosts.all)]).toEqual(['br', 'br']);
  });

  test.each(documents)('%s: all', async (type) => {
    answer = says(type);
    expect([await encodingOf(hosts.assets), await encodingOf(hosts.all)]).toEqual([undefined, 'br']);
  });

  test.each(neither)('%s: never', async (type) => {
    answer = says(type);
    expect([await encodingOf(hosts.assets), await encodingOf(hosts.all)]).toEqual([undefined, undefined]);
  });

  test('a service without it compresses nothing', async () => {
    expect(await encodingOf(hosts.nothing)).toBeUndefined();
  });
});

describe('left as they are', () => {
  test.each<[string, Parameters<typeof says>]>([
    ['what the application compressed', ['text/css', { 'content-encoding': 'gzip' }]],
    ['what must not be transformed', ['text/css', { 'cache-control': 'public, no-transform' }]],
    ['a range', ['text/css', { 'content-range': 'bytes 0-5999/9000' }, 206]],
    ['a small body', ['text/css', { 'content-length': '1000' }, 200, words.slice(0, 1000)]],
  ])('%s', async (_what, said) => {
    answer = says(...said);
    const { body, etag: _, ...headers } = await ask(hosts.all);
    expect(headers['content-encoding']).toBe(said[1]?.['content-encoding']);
    expect(String(body)).toBe(said[3] ?? words);
  });
});

describe('entity tags', () => {
  test('a strong one becomes weak where the bytes change, and only there', async () => {
    answer = says('text/css', { etag: '"a"' });
    expect((await ask(hosts.assets)).etag).toBe('W/"a"');
    expect((await ask(hosts.assets, { 'accept-encoding': 'identity' })).etag).toBe('"a"');
    expect((await ask(hosts.nothing)).etag).toBe('"a"');
  });

  test('the application is asked with what it may compare, and answers 304', async () => {
    answer = (response, { headers }) =>
      response.writeHead(headers['if-none-match'] === 'W/"a"' ? 304 : 200, { etag: '"a"' }).end();
    const got = await open(hosts.assets, { 'if-none-match': 'W/"a"' });
    expect(got.statusCode).toBe(304);
    got.resume();
  });
});

test('what comes in pieces goes on in pieces', async () => {
  let response: ServerResponse | undefined;
  answer = (to) => {
    response = to.writeHead(200, { 'content-type': 'text/html' });
    response.write('first');
  };
  const got = await open(hosts.all, { 'accept-encoding': 'gzip' });
  const pieces = got.pipe(createGunzip());
  expect(String((await once(pieces, 'data'))[0])).toBe('first');
  response?.write('second');
  expect(String((await once(pieces, 'data'))[0])).toBe('second');
  response?.end();
  pieces.resume();
  await once(pieces, 'end');
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
