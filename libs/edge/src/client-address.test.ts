import { forged } from '@causeway/corpus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { https } from './testing/client.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const proxy = '127.0.0.2';

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one', (request, response) => response.end(JSON.stringify(request.headers)));
  edge = await startEdge([plainService('phrase', { hosts: ['phrase.test'] })], {
    trustedProxies: [`${proxy}/32`, '10.0.0.0/8'],
  });
  await edge.apply([liveOn('phrase', [replica.port])]);
  await edge.healthy('phrase-1', 1);
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

async function seen(localAddress: string, headers = {}): Promise<Record<string, string>> {
  const { body } = await https(edge, '/', { localAddress, headers: { host: 'phrase.test', ...headers } });
  return JSON.parse(body);
}

const toldBy = async (from: string, said: string) =>
  (await seen(from, { 'x-forwarded-for': said }))['x-forwarded-for'];

describe('behind a trusted proxy', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['6.6.6.6, 1.2.3.4, 10.1.1.1', '1.2.3.4'],
    ['2001:db8::7', '2001:db8::7'],
    // what no proxy writes names nobody
    ['1.2.3.4, nonsense', proxy],
    ['nonsense, 10.1.1.1', proxy],
    // a proxy's own request
    ['10.1.1.1', '10.1.1.1'],
    ['', proxy],
  ])('“%s” is %s', async (said, client) => {
    expect(await toldBy(proxy, said)).toBe(client);
  });

  test('its request id goes on', async () => {
    expect((await seen(proxy, { 'x-request-id': 'of-the-proxy' }))['x-request-id']).toBe('of-the-proxy');
    expect((await seen(proxy))['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('nothing else that it may have passed on is believed', async () => {
    const plain = await seen(proxy, { 'x-forwarded-for': '1.2.3.4', 'x-request-id': 'a' });
    const dropped = forged.filter(([name]) => !/^(x-)?(proxy-connection|keep-alive)$/i.test(name));
    for (const [name, value] of dropped) {
      const headers = { 'x-forwarded-for': '1.2.3.4', 'x-request-id': 'a', [name]: value };
      expect([name, await seen(proxy, headers)]).toEqual([name, plain]);
    }
  });

  test.each(['x-forwarded-f', 'x-forwarded-fo', 'x-forwarded-form', 'x-forwarded-fox', 'x-forwarded-by'])(
    '%s is dropped',
    async (name) => {
      expect(await seen(proxy, { [name]: 'a' })).not.toHaveProperty(name);
    },
  );
});

describe('anybody else', () => {
  test.each(['127.0.0.1', '127.0.0.3'])('%s is who connects, whatever it says', async (from) => {
    expect(await toldBy(from, '1.2.3.4')).toBe(from);
    expect(await toldBy(from, `1.2.3.4, ${proxy}`)).toBe(from);
    expect((await seen(from, { 'x-request-id': 'mine' }))['x-request-id']).not.toBe('mine');
  });
});

test.each([proxy, '127.0.0.1'])('the application is told host and scheme, from %s', async (from) => {
  expect(await seen(from, { 'x-forwarded-proto': 'ftp', 'x-forwarded-host': 'evil.test' })).toMatchObject({
    host: 'phrase.test',
    'x-forwarded-host': 'phrase.test',
    'x-forwarded-proto': 'https',
  });
});

test('the access log has the client', async () => {
  const id = 'to-be-found';
  await seen(proxy, { 'x-forwarded-for': '1.2.3.4', 'x-request-id': id });
  const line = await edge.line(`"request_id":"${id}"`);
  expect(JSON.parse(line)).toMatchObject({ client: '1.2.3.4', proxy });
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
