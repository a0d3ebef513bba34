import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { http, https } from './testing/client.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const address = '127.0.0.9';

let edge: RunningEdge;
let replica: Backend;

beforeAll(async () => {
  replica = await startBackend('one');
  const metrics = { address, port: 0, ownAdminSocket: '' };
  edge = await startEdge([plainService('phrase')], { metrics });
});

afterAll(async () => {
  await edge?.stop();
  await replica?.stop();
});

beforeEach(() => release('1'));

async function release(name: string): Promise<void> {
  await edge.apply([liveOn('phrase', [replica.port], name)]);
  await edge.healthy(`phrase-${name}`, 1);
  await https(edge, '/');
}

async function ask(path: string, method = 'GET') {
  const port = edge.plan.edge.metrics?.port;
  const asked = request({ host: address, port, path, method, headers: { host: 'x' } }).end();
  const [answer] = await once(asked, 'response');
  return { status: answer.statusCode, type: answer.headers['content-type'], body: await text(answer) };
}

test('Prometheus is told of requests by release', async () => {
  const { status, type, body } = await ask('/metrics');
  expect([status, type]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(body).toMatch(/^envoy_cluster_upstream_rq_total{envoy_cluster_name="phrase-1"} [1-9]/m);
});

test.each([
  '/',
  '/stats',
  '/stats/prometheus',
  '/metrics/',
  '/metrics/../quitquitquit',
  '/metrics?filter=.*',
  '/config_dump',
  '/certs',
  '/quitquitquit',
])('%s is not there', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test.each(['POST', 'PUT', 'DELETE', 'HEAD'])('%s is not there', async (method) => {
  expect((await ask('/metrics', method)).status).toBe(404);
  expect((await ask('/quitquitquit', method)).status).toBe(404);
});

test('the ports for everybody do not know it', async () => {
  expect((await https(edge, '/metrics')).body).toBe('one');
  expect((await http(edge, '/metrics')).status).toBe(308);
});

test('what has been released before is forgotten, once its last connection is gone', async () => {
  for (let name = 2; name <= 6; name++) await release(String(name));
  const forgotten = /envoy_cluster_name="phrase-[1-5]"/;
  while (forgotten.test((await ask('/metrics')).body));
  expect((await ask('/metrics')).body).toContain('envoy_cluster_name="phrase-6"');
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
