import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { request } from 'node:https';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnswerCounts, adminPaths, answerCounts } from './admin.ts';
import { type Backend, startBackend } from './testing/backend.ts';
import { https } from './testing/client.ts';
import { liveOn, plainService } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

// the counts of health checks would be among the others at once
const often = { path: '/status', interval: 5, timeout: 1000 };

// so that a replica is taken for healthy after its end
const rarely = { ...often, interval: 60_000 };

let edge: RunningEdge;
let backends: Backend[];

beforeEach(async () => {
  edge = await startEdge([plainService('phrase')]);
  backends = [];
});

afterEach(async () => {
  await edge.stop();
  for (const backend of backends) await backend.stop();
});

async function serve(checked: typeof often, ...answers: RequestListener[]): Promise<void> {
  for (const answer of answers) backends.push(await startBackend('replica', answer));
  const ports = backends.map(({ port }) => port);
  await edge.apply([liveOn('phrase', ports, '1', checked)]);
  await edge.healthy('phrase-1', ports.length);
}

const counts = async (): Promise<AnswerCounts> =>
  answerCounts(await edge.admin(adminPaths.answers('phrase-1')), 'phrase-1');

const answering =
  (status: number): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end();

test('a release that nobody has asked has answered nothing, however often it was checked', async () => {
  await serve(often, answering(200));
  const [replica] = backends as [Backend];
  while (replica.checks.length < 5) await once(replica.server, 'request');
  expect(await counts()).toEqual({ served: 0, failed: 0, unsent: 0 });
});

test('an unknown release too', () => {
  expect(answerCounts('cluster.phrase-1.upstream_rq_completed: 3\n', 'phrase-2')).toEqual({
    served: 0,
    failed: 0,
    unsent: 0,
  });
});

test.each([
  [200, 0],
  [304, 0],
  [404, 0],
  [499, 0],
  [500, 1],
  [599, 1],
])('an answer %i is counted, as %i failed', async (status, failed) => {
  await serve(often, answering(status));
  await https(edge, '/', { method: 'POST' });
  expect(await counts()).toEqual({ served: 1, failed, unsent: 0 });
});

test('a request that was tried again is counted once, by what the client got', async () => {
  await serve(often, answering(503), answering(200));
  const statuses = [];
  for (let asked = 0; asked < 10; asked++) statuses.push((await https(edge, '/')).status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(backends[0]?.seen.length).toBeGreaterThan(0);
  expect(await counts()).toEqual({ served: 10, failed: 0, unsent: 0 });
});

test('what the edge answers itself has failed: for want of an answer, or of a replica to send it to', async () => {
  await serve(often, (asked) => asked.socket.destroy());
  expect((await https(edge, '/', { method: 'POST', body: 'x' })).status).toBe(503);
  expect((await https(edge, '/')).status).toBe(503);
  // these reached the replica, which cut them off
  expect(await counts()).toEqual({ served: 2, failed: 2, unsent: 0 });
  await backends[0]?.stop();
  await edge.healthy('phrase-1', 0);
  expect((await https(edge, '/')).status).toBe(503);
  expect(await counts()).toEqual({ served: 3, failed: 3, unsent: 1 });
});

test('each try of a request that finds no connection is counted as unsent', async () => {
  await serve(rarely, answering(200));
  await backends[0]?.stop();
  expect((await https(edge, '/')).status).toBe(503);
  expect(await counts()).toEqual({ served: 1, failed: 1, unsent: 6 });
});

test('the counts outlive the replicas', async () => {
  await serve(often, answering(200), answering(200));
  for (let asked = 0; asked < 4; asked++) await https(edge, '/');
  await edge.apply([liveOn('phrase', [], '1', often)]);
  await edge.healthy('phrase-1', 0);
  expect(await counts()).toEqual({ served: 4, failed: 0, unsent: 0 });
});

test('a client that goes away before the answer is no failure', async () => {
  await serve(often, () => {});
  const asked = request({
    port: edge.plan.edge.https,
    rejectUnauthorized: false,
    headers: { host: 'localhost' },
  });
  asked.on('error', () => {}).end();
  const [replica] = backends as [Backend];
  while (replica.seen.length === 0) await once(replica.server, 'request');
  asked.destroy();
  while ((await edge.clusters()).get('phrase-1')?.activeRequests !== 0);
  expect((await counts()).failed).toBe(0);
});
