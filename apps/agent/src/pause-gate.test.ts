import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { setImmediate } from 'node:timers/promises';
import { gateSocket, type LiveService } from '@causeway/edge';
import {
  type Backend,
  echoWebsockets,
  http2,
  https,
  liveRelease,
  login,
  passwordOf,
  plainService,
  type RunningEdge,
  startBackend,
  startEdge,
  testSecrets,
  websocket,
} from '@causeway/edge/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PauseGate } from './pause-gate.ts';

const health = { path: '/status', interval: 50, timeout: 1000 };

const phrase = plainService('phrase', {
  block: ['/hidden'],
  protect: [{ path: '/admin', users: ['alice'] }],
});

const notes = plainService('notes', { hosts: ['notes.example'] });

const secrets = testSecrets('alice');

let edge: RunningEdge;
let gate: PauseGate;
let old: Backend;
let next: Backend;

beforeEach(async () => {
  [old, next] = [await startNamed('old'), await startNamed('new')];
  edge = await startEdge([phrase, notes]);
  gate = new PauseGate();
  await gate.listen(gateSocket(edge.plan.edge.adminSocket));
  await show({});
  for (const cluster of ['phrase-1', 'phrase-2', 'notes-1']) await edge.healthy(cluster, 1);
});

afterEach(async () => {
  gate.letGo('phrase');
  await gate.close();
  await edge.stop();
  for (const backend of [old, next]) await backend.stop();
});

/** Answers with its name and the digest of the body. */
async function startNamed(name: string): Promise<Backend> {
  const backend = await startBackend(name, (asked, response) => {
    const digest = createHash('sha256');
    asked.on('data', (chunk) => digest.update(chunk));
    asked.on('end', () => response.end(`${name} ${digest.digest('hex')}`));
  });
  echoWebsockets(backend, name);
  return backend;
}

const show = (change: Partial<LiveService>) =>
  edge.apply(
    [
      {
        service: 'phrase',
        serving: '1',
        releases: [liveRelease([old.port], '1', health), liveRelease([next.port], '2', health)],
        ...change,
      },
      { service: 'notes', serving: '1', releases: [liveRelease([next.port], '1', health)] },
    ],
    secrets,
  );

const soon = () => Date.now() + 30_000;

async function pause(): Promise<void> {
  gate.hold('phrase', soon());
  await show({ paused: true });
}

async function resume(change: Partial<LiveService> = {}): Promise<number> {
  await show(change);
  return gate.letGo('phrase');
}

/** As many as wait, and no more. */
async function holding(count: number): Promise<void> {
  while (gate.held('phrase') !== count) await setImmediate();
}

const nothing = createHash('sha256').digest('hex');

const asked = async () =>
  Number(/upstream_rq_total: (\d+)/.exec(await edge.admin('/stats?filter=cluster.gate'))?.[1]);

test('a pause holds requests and lets them go on, each as it came', async () => {
  await pause();
  const waiting = [
    https(edge, '/a'),
    https(edge, '/b', { method: 'POST', body: 'x' }),
    http2(edge, '/c'),
    https(edge, '/admin', { headers: login('alice', passwordOf('alice')) }),
  ];
  await holding(4);
  expect(old.seen).toEqual([]);
  expect(await resume()).toBe(4);
  const answers = await Promise.all(waiting);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(old.seen.map(({ url }) => url).toSorted()).toEqual(['/a', '/admin', '/b', '/c']);
  expect(
    old.seen.flatMap(({ headers }) => Object.keys(headers)).filter((name) => /held|causeway/.test(name)),
  ).toEqual([]);
  expect(gate.held('phrase')).toBe(0);
});

test('without a pause no request reaches the gate, and after one none does any more', async () => {
  for (let request = 0; request < 50; request++) await https(edge, '/');
  expect(await asked()).toBe(0);
  await pause();
  const waiting = https(edge, '/');
  await holding(1);
  await resume();
  await waiting;
  for (let request = 0; request < 50; request++) await https(edge, '/');
  expect(await asked()).toBe(1);
});

test('what is held goes to the release that serves when it goes on', async () => {
  await pause();
  const waiting = [https(edge, '/'), http2(edge, '/'), https(edge, '/', { method: 'POST', body: 'x' })];
  await holding(3);
  await show({ paused: true, serving: '2' });
  await resume({ serving: '2', releases: [liveRelease([next.port], '2', health)] });
  const answers = await Promise.all(waiting);
  for (const { status, body, headers } of answers)
    expect([status, body.split(' ')[0], headers['x-release']]).toEqual([200, 'new', 'phrase@1.0.0+2']);
  expect(old.seen).toEqual([]);
});

test('what is held is answered by a maintenance that begins meanwhile', async () => {
  await pause();
  const waiting = https(edge, '/');
  await holding(1);
  await resume({ maintenance: { retryAfter: 30 } });
  expect((await waiting).status).toBe(503);
});

test('maintenance goes before a pause: nobody waits for a page', async () => {
  gate.hold('phrase', soon());
  await show({ paused: true, maintenance: { retryAfter: 30 } });
  expect((await https(edge, '/')).status).toBe(503);
});

test('a canary’s clients wait as well, and stay with their release', async () => {
  const canary = { release: '2', percent: 50 };
  await show({ canary });
  const clients = Array.from({ length: 20 }, (_, client) => ({
    headers: { cookie: `causeway-client=${client}` },
  }));
  const all = () => Promise.all(clients.map((client) => https(edge, '/', client)));
  const before = (await all()).map(({ body }) => body);
  expect(new Set(before).size).toBe(2);
  gate.hold('phrase', soon());
  await show({ canary, paused: true });
  const waiting = all();
  await holding(20);
  await resume({ canary });
  expect((await waiting).map(({ body }) => body)).toEqual(before);
});

test('an upload of 100 MB waits with its client, and arrives whole', { timeout: 60_000 }, async () => {
  await pause();
  const body = randomBytes(100_000_000);
  const sent = request({
    host: '127.0.0.1',
    port: edge.plan.edge.https,
    method: 'POST',
    rejectUnauthorized: false,
    headers: { host: 'localhost', 'content-length': body.length },
  });
  sent.end(body);
  await holding(1);
  const memory = await allocated();
  for (let look = 0; look < 20; look++) await https(edge, '/', { headers: { host: 'notes.example' } });
  expect((await allocated()) - memory).toBeLessThan(10_000_000);
  await resume();
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  expect(text).toBe(`old ${createHash('sha256').update(body).digest('hex')}`);
});

const allocated = async () => Number(JSON.parse(await edge.admin('/memory')).allocated);

test('a websocket opens when the pause ends', async () => {
  await pause();
  const opening = websocket(edge, '/socket');
  await holding(1);
  await resume();
  const { socket } = await opening;
  socket.write('hello');
  expect(String((await once(socket, 'data'))[0])).toBe('old hello');
  socket.destroy();
});

test('an open websocket goes on through a pause', async () => {
  const { socket } = await websocket(edge, '/socket');
  await pause();
  socket.write('hello');
  expect(String((await once(socket, 'data'))[0])).toBe('old hello');
  socket.destroy();
});

// Envoy's own limits for one cluster are 1024
test('more than a thousand wait at the same moment', { timeout: 60_000 }, async () => {
  await pause();
  const agent = new Agent({ maxSockets: 2000 });
  const waiting = Promise.all(Array.from({ length: 1100 }, () => https(edge, '/', { agent })));
  await holding(1100);
  expect(old.seen.length).toBe(0);
  await resume();
  expect(new Set((await waiting).map(({ status, body }) => `${status} ${body}`))).toEqual(
    new Set([`200 old ${nothing}`]),
  );
});

describe('nobody waits', () => {
  test('of another service, for a blocked path, or for a health check', async () => {
    await pause();
    expect((await https(edge, '/', { headers: { host: 'notes.example' } })).status).toBe(200);
    expect((await https(edge, '/hidden')).status).toBe(404);
    old.status = 500;
    await edge.healthy('phrase-1', 0);
    expect(gate.held('phrase')).toBe(0);
  });

  test('when the pause is over at the gate, though the edge still asks', async () => {
    await pause();
    gate.letGo('phrase');
    expect((await https(edge, '/')).status).toBe(200);
  });

  test('longer than until its end, without anybody’s word', async () => {
    gate.hold('phrase', Date.now() + 100);
    await show({ paused: true });
    expect((await https(edge, '/')).status).toBe(200);
  });

  test('when the gate is away', async () => {
    await gate.close();
    await show({ paused: true });
    expect((await https(edge, '/', { method: 'POST', body: 'x' })).status).toBe(200);
  });

  test('any more when the gate ends over them', async () => {
    await pause();
    const waiting = [https(edge, '/'), https(edge, '/', { method: 'POST', body: 'x' })];
    await holding(2);
    await gate.close();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

test('who goes away is no longer counted', async () => {
  await pause();
  const impatient = request({
    host: '127.0.0.1',
    port: edge.plan.edge.https,
    rejectUnauthorized: false,
    headers: { host: 'localhost' },
  });
  impatient.on('error', () => {}).end();
  await holding(1);
  impatient.destroy();
  await holding(0);
  expect(await resume()).toBe(0);
});

test('a protected path still asks for the password after the wait', async () => {
  await pause();
  const waiting = https(edge, '/admin');
  await holding(1);
  await resume();
  expect((await waiting).status).toBe(401);
});

test('a second hold moves the end, and keeps who waits', async () => {
  gate.hold('phrase', Date.now() + 50);
  await show({ paused: true });
  gate.hold('phrase', soon());
  const waiting = https(edge, '/');
  await holding(1);
  expect(await resume()).toBe(1);
  expect((await waiting).status).toBe(200);
});

test('a socket left over from before is replaced', async () => {
  const path = gateSocket(edge.plan.edge.adminSocket);
  const again = new PauseGate();
  await again.listen(path);
  again.hold('phrase', soon());
  await show({ paused: true });
  const waiting = https(edge, '/');
  while (again.held('phrase') !== 1) await setImmediate();
  await show({});
  expect(again.letGo('phrase')).toBe(1);
  expect((await waiting).status).toBe(200);
  await again.close();
});
