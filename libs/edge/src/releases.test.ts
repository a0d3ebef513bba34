import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adminPaths, parseRefusals } from './admin.ts';
import { renderEdge } from './edge.ts';
import type { LiveService } from './live.ts';
import { type Backend, echoWebsockets, startBackend } from './testing/backend.ts';
import { certificate } from './testing/certificate.ts';
import { https, login, websocket } from './testing/client.ts';
import { liveOn, liveRelease, passwordOf, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const health = { path: '/status', interval: 100, timeout: 1000 };

// no check comes in between
const rarely = { ...health, interval: 60_000 };

const phrase = plainService('phrase', {
  protect: [{ path: '/admin', users: ['alice'] }],
});

let edge: RunningEdge;
let backends: Backend[];

beforeEach(async () => {
  edge = await startEdge([phrase, plainService('notes', { hosts: ['notes.example'] })]);
  backends = [];
});

afterEach(async () => {
  await edge.stop();
  for (const backend of backends) await backend.stop();
});

async function backend(name: string, answer?: RequestListener): Promise<Backend> {
  const started = await startBackend(name, answer);
  backends.push(started);
  return started;
}

const secrets = testSecrets('alice');

async function serve(replicas: readonly Backend[]): Promise<void> {
  await edge.apply([liveOn('phrase', portsOf(replicas), '1', health)], secrets);
  await edge.healthy('phrase-1', replicas.length);
}

const portsOf = (replicas: readonly Backend[]) => replicas.map(({ port }) => port);

/** Releases 1 and 2 both run; one of them serves. */
const both = (old: readonly Backend[], next: readonly Backend[], serving: string): LiveService => ({
  service: 'phrase',
  serving,
  releases: [liveRelease(portsOf(old), '1', health), liveRelease(portsOf(next), '2', health)],
});

describe('a release', () => {
  test('under keep-alive load fails no request, mixes no versions and keeps all connections', async () => {
    const old = [await backend('old'), await backend('old')];
    const next = [await backend('new'), await backend('new')];
    await serve(old);
    const clients = Array.from({ length: 8 }, () => startClient());
    await Promise.all(clients.map((client) => client.sees('old')));

    await edge.apply([both(old, next, '1')], secrets);
    await edge.healthy('phrase-2', 2);
    await edge.apply([both(old, next, '2')], secrets);
    await Promise.all(clients.map((client) => client.sees('new')));
    await edge.apply([liveOn('phrase', portsOf(next), '2', health)], secrets);
    await Promise.all(clients.map((client) => client.sees('new')));

    for (const client of clients) {
      const { answers, connections } = await client.stop();
      expect(connections).toBe(1);
      expect([...new Set(answers)]).toEqual(['200 old', '200 new']);
      expect(answers.toSorted().reverse()).toEqual(answers);
    }
    expect((await edge.clusters()).has('phrase-1')).toBe(false);
    expect(await edge.refusals()).toBe(0);
  });

  test('leaves a slow request with the old release, which shows it until it ends', async () => {
    const held: (() => void)[] = [];
    const old = await backend('old', (_request, response) => held.push(() => response.end('old')));
    const next = await backend('new');
    await serve([old]);
    const slow = https(edge, '/slow');
    await once(old.server, 'request');

    await edge.apply([both([old], [next], '1')], secrets);
    await edge.healthy('phrase-2', 1);
    await edge.apply([both([old], [next], '2')], secrets);
    expect((await https(edge, '/')).body).toBe('new');
    expect((await edge.clusters()).get('phrase-1')?.activeRequests).toBe(1);

    for (const end of held) end();
    expect((await slow).body).toBe('old');
    expect((await edge.clusters()).get('phrase-1')?.activeRequests).toBe(0);
  });

  test('leaves a websocket with the old release', async () => {
    const old = await backend('old');
    echoWebsockets(old, 'old');
    const next = await backend('new');
    await serve([old]);
    const { socket } = await websocket(edge, '/socket');

    await edge.apply([both([old], [next], '1')], secrets);
    await edge.healthy('phrase-2', 1);
    await edge.apply([both([old], [next], '2')], secrets);
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('old hello');
    socket.destroy();
  });

  test('without its replicas is not routed to before they are healthy, and answers as soon as they are', async () => {
    const late = await backend('late');
    late.status = 404;
    await edge.apply([liveOn('phrase', [late.port], '1', health)], secrets);
    await edge.healthy('phrase-1', 0);
    expect((await https(edge, '/')).status).toBe(503);
    late.status = 200;
    await edge.healthy('phrase-1', 1);
    expect((await https(edge, '/')).body).toBe('late');
  });
});

describe('a replica', () => {
  test('whose health fails gets no requests until it is well again', async () => {
    const [one, two] = [await backend('one'), await backend('two')];
    await serve([one, two]);
    two.status = 503;
    await edge.healthy('phrase-1', 1);
    expect(await bodiesOf(6)).toEqual(Array(6).fill('one'));
    two.status = 200;
    await edge.healthy('phrase-1', 2);
    expect(new Set(await bodiesOf(6))).toEqual(new Set(['one', 'two']));
  });

  test.each(['GET', 'POST'])('that dies costs no %s that it has not read', async (method) => {
    const [one, two] = [await backend('one'), await backend('two')];
    await edge.apply([liveOn('phrase', [one.port, two.port], '1', rarely)], secrets);
    await edge.healthy('phrase-1', 2);
    await two.stop();
    const answers = await Promise.all(Array.from({ length: 20 }, () => https(edge, '/', { method })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 one']));
  });

  test('that dies over a POST that it has read: the POST is not sent again, a GET is', async () => {
    const deadly: RequestListener = (request) => request.socket.destroy();
    const [one, two] = [await backend('one', deadly), await backend('two', deadly)];
    await serve([one, two]);
    const seen = () => one.seen.length + two.seen.length;
    expect((await https(edge, '/', { method: 'POST', body: 'x' })).status).toBe(503);
    expect(seen()).toBe(1);
    expect((await https(edge, '/')).status).toBe(503);
    expect(seen()).toBeGreaterThan(2);
  });

  test.each([500, 503])('alone, that answers %i, is still asked', async (status) => {
    const lone = await backend('lone', (_request, response) => response.writeHead(status).end());
    await serve([lone]);
    for (let request = 0; request < 20; request++) await https(edge, '/', { method: 'POST' });
    expect(lone.seen.length).toBe(20);
  });

  test('that answers 500 is still asked, one that cannot reach its own backend is not', async () => {
    let status = 500;
    const answer: RequestListener = (_request, response) => response.writeHead(status).end();
    const [one, two] = [await backend('one', answer), await backend('two', answer)];
    await edge.apply([liveOn('phrase', [one.port, two.port], '1', rarely)], secrets);
    await edge.healthy('phrase-1', 2);
    for (let request = 0; request < 20; request++) await https(edge, '/');
    expect([one.seen.length, two.seen.length]).toEqual([10, 10]);
    status = 502;
    for (let request = 0; request < 20; request++) await https(edge, '/');
    const reasons = (await edge.clusters())
      .get('phrase-1')
      ?.endpoints.flatMap((endpoint) => endpoint.reasons);
    expect(reasons).toEqual(['failed_outlier_check']);
  });

  test('that is taken away gets no more requests, however well it is', async () => {
    const [one, two] = [await backend('one'), await backend('two')];
    await serve([one, two]);
    await edge.apply([liveOn('phrase', [one.port], '1', health)], secrets);
    expect(await bodiesOf(6)).toEqual(Array(6).fill('one'));
  });

  test('is checked at one of the service’s hosts', async () => {
    const one = await backend('one');
    await serve([one]);
    expect(new Set(one.checks.map(({ headers }) => headers.host))).toEqual(new Set(['localhost']));
  });

  test('without a health path is well when it takes connections', async () => {
    const notes = await backend('notes');
    await edge.apply([liveOn('notes', [notes.port])], secrets);
    await edge.healthy('notes-1', 1);
    expect((await https(edge, '/', { headers: { host: 'notes.example' } })).body).toBe('notes');
  });
});

describe('a body', () => {
  test('of 20 MB goes up and comes back whole', async () => {
    const echo = await backend('echo', (request, response) => request.pipe(response));
    await serve([echo]);
    const body = 'x'.repeat(20_000_000);
    expect((await https(edge, '/', { method: 'POST', body })).body === body).toBe(true);
  });

  test('that is a stream arrives piece by piece', async () => {
    const held: (() => void)[] = [];
    const events = await backend('events', (_request, response) => {
      response.write('data: 1\n\n');
      held.push(() => response.end('data: 2\n\n'));
    });
    await serve([events]);
    const asked = httpsRequest({ ...target(), path: '/events' }).end();
    const [answer] = await once(asked, 'response');
    expect(String((await once(answer, 'data'))[0])).toBe('data: 1\n\n');
    for (const end of held) end();
    expect(String((await once(answer, 'data'))[0])).toBe('data: 2\n\n');
  });
});

describe('files', () => {
  test('a changed password holds at once', async () => {
    await serve([await backend('one')]);
    const status = async (password: string) =>
      (await https(edge, '/admin', { headers: login('alice', password) })).status;
    expect(await status(passwordOf('alice'))).toBe(200);
    const users = { alice: testSecrets('new').users.new ?? '' };
    await edge.apply([liveOn('phrase', portsOf(backends), '1', health)], { ...secrets, users });
    expect(await status(passwordOf('alice'))).toBe(401);
    expect(await status(passwordOf('new'))).toBe(200);
  });

  test.each([
    ['rds-https.json', '"phrase-1"', '"elsewhere"', 'http.https.rds.https.update_rejected'],
    ['cds.json', '"lb_policy"', '"lb_polizy"', 'cluster_manager.cds.update_rejected'],
    ['eds-phrase-1.json', '"port_value"', '"port"', 'cluster.phrase-1.update_rejected'],
    ['sds.json', 'BEGIN', 'BEGUN', 'sds.certificate.update_rejected'],
    ['sds.json', '}', '', 'sds.certificate.update_failure'],
  ])('a bad %s is refused by name and the last good one stays', async (file, text, by, stat) => {
    const one = await backend('one');
    await serve([one]);
    const files = renderEdge(edge.plan, [liveOn('phrase', [one.port])], secrets);
    const before = parseRefusals(await edge.admin(adminPaths.refusals));
    edge.write(file, files[file]?.replaceAll(text, by) ?? '');
    const refused = await edge.refusalsSince(before);
    expect(refused).toEqual([stat]);
    expect((await https(edge, '/')).body).toBe('one');
    expect(edge.output).not.toContain(certificate.key.split('\n')[1]);
  });

  test('a restart comes up with what is there', async () => {
    const one = await backend('one');
    await serve([one]);
    await edge.restart();
    expect((await https(edge, '/')).body).toBe('one');
  });

  test('listeners are the same whatever is released', async () => {
    const one = await backend('one');
    const released = renderEdge(edge.plan, [liveOn('phrase', [one.port])], secrets);
    expect(renderEdge(edge.plan, [], secrets)['lds.json']).toBe(released['lds.json']);
  });
});

test('the access log tells of each request, without query or credentials', async () => {
  await serve([await backend('one')]);
  const { headers } = await https(edge, '/admin?token=hidden', {
    headers: { ...login('alice', passwordOf('alice')), cookie: 'session=hidden' },
  });
  await edge.stopProcess();
  const line = edge.output.split('\n').find((text) => text.startsWith('{')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({
    request_id: headers['x-request-id'],
    method: 'GET',
    host: `localhost:${edge.plan.edge.https}`,
    path: '/admin',
    status: 200,
    route: 'phrase/protect',
    release: 'phrase-1',
    replica: 'phrase@1.0.0+1/1',
    user: 'alice',
    tls: 'TLSv1.3',
    upstream: `127.0.0.1:${backends[0]?.port}`,
  });
  expect(edge.output).not.toMatch(/hidden|Basic /);
});

test.each(['GET', 'POST'])(
  'no %s is lost while a replica is too busy to take connections',
  async (method) => {
    // a queue of one, and nobody who takes from it
    const program = `require('node:http')
    .createServer((_, response) => response.setHeader('connection', 'close').end('busy'))
    .listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { process.stdout.write(String(this.address().port)); });`;
    const replica = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = await once(replica.stdout, 'data');
      await edge.apply([liveOn('phrase', [Number(port)], '1', rarely)], secrets);
      await edge.healthy('phrase-1', 1);
      replica.kill('SIGSTOP');
      const answers = Promise.all(Array.from({ length: 8 }, () => https(edge, '/', { method })));
      await setTimeout(500);
      replica.kill('SIGCONT');
      expect((await answers).map(({ status, body }) => `${status} ${body}`)).toEqual(
        Array(8).fill('200 busy'),
      );
    } finally {
      replica.kill('SIGKILL');
    }
  },
);

test('a connection that nobody uses is closed by the edge, before a server that waits 2 s closes it', async () => {
  const replica = await backend('api');
  Object.assign(replica.server, { keepAliveTimeout: 2000, keepAliveTimeoutBuffer: 0 });
  const closed: string[] = [];
  replica.server.on('connection', (socket) => socket.once('end', () => closed.push('edge')));
  replica.server.on('timeout', (socket) => {
    closed.push('server');
    socket.destroy();
  });
  await edge.apply([liveOn('phrase', [replica.port], '1', rarely)], secrets);
  await edge.healthy('phrase-1', 1);
  closed.length = 0;
  expect((await https(edge, '/')).status).toBe(200);
  await expect.poll(() => closed, { timeout: 10_000 }).toEqual(['edge']);
});

const target = () => ({
  host: '127.0.0.1',
  port: edge.plan.edge.https,
  headers: { host: 'localhost' },
  rejectUnauthorized: false,
});

async function bodiesOf(count: number): Promise<string[]> {
  const bodies: string[] = [];
  for (let request = 0; request < count; request++) bodies.push((await https(edge, '/')).body);
  return bodies;
}

/** Asks one request after the other on one kept connection. */
function startClient() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: string[] = [];
  const ports = new Set<number | undefined>();
  let stopped = false;
  const asking = (async () => {
    while (!stopped) {
      const { status, body } = await https(edge, '/', { agent });
      answers.push(`${status} ${body}`);
      for (const sockets of Object.values(agent.freeSockets)) ports.add(sockets?.[0]?.localPort);
    }
  })();
  return {
    /** Waits for one more answer of this kind. */
    async sees(body: string) {
      const from = answers.length;
      while (!answers.slice(from).includes(`200 ${body}`)) await once(agent, 'free');
    },
    async stop() {
      stopped = true;
      await asking;
      agent.destroy();
      return { answers, connections: ports.size };
    },
  };
}
