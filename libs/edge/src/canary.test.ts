import { once } from 'node:events';
import { Agent } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderEdge } from './edge.ts';
import type { LiveService } from './live.ts';
import { type Backend, echoWebsockets, startBackend } from './testing/backend.ts';
import { type Answer, type Asked, http2, https, login, websocket } from './testing/client.ts';
import { liveRelease, passwordOf, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const health = { path: '/status', interval: 200, timeout: 1000 };

const phrase = plainService('phrase', { protect: [{ path: '/admin', users: ['alice'] }] });

const byHeader = plainService('notes', { hosts: ['notes.example'], sticky: { header: 'x-client' } });

const secrets = testSecrets('alice');

let edge: RunningEdge;
let old: Backend;
let next: Backend;

beforeAll(async () => {
  [old, next] = [await startNamed('old'), await startNamed('new')];
  edge = await startEdge([phrase, byHeader]);
});

afterAll(async () => {
  await edge?.stop();
  await old?.stop();
  await next?.stop();
});

/** An application with a cookie of its own, which claims to be another release. */
async function startNamed(name: string): Promise<Backend> {
  const backend = await startBackend(name, (_request, response) => {
    response.writeHead(200, { 'set-cookie': ['app=1'], 'x-release': 'evil@6.6.6' }).end(name);
  });
  echoWebsockets(backend, name);
  return backend;
}

const canaryOf = (service: string, percent: number): LiveService => ({
  service,
  serving: '1',
  releases: [liveRelease([old.port], '1', health), liveRelease([next.port], '2', health)],
  canary: { release: '2', percent },
});

async function show(percent: number): Promise<void> {
  await edge.apply([canaryOf('phrase', percent), canaryOf('notes', percent)], secrets);
  for (const cluster of ['phrase-1', 'phrase-2', 'notes-1', 'notes-2']) await edge.healthy(cluster, 1);
}

/** Asks in turn on a few kept connections: what counts is the client, not the connection. */
async function askAll(asks: readonly Asked[]): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const answers = await Promise.all(asks.map((asked) => https(edge, '/', { ...asked, agent })));
  agent.destroy();
  return answers;
}

const share = (answers: readonly Answer[]): number =>
  (100 * answers.filter(({ body }) => body === 'new').length) / answers.length;

const clients = 2000;

const givenCookie = ({ headers }: Answer): string =>
  headers['set-cookie']?.find((cookie) => cookie.startsWith('causeway-client=')) ?? '';

const remembering = (answers: readonly Answer[]): Asked[] =>
  answers.map((answer) => ({ headers: { cookie: `a=b; ${givenCookie(answer).split(';')[0]}; c=d` } }));

const bodies = (answers: readonly Answer[]) => answers.map(({ body }) => body);

/** Clients that were on the new release, and are no more. */
const goneBack = (before: readonly Answer[], after: readonly Answer[]) =>
  before.filter(({ body }, client) => body === 'new' && after[client]?.body !== 'new').length;

describe('clients known by a cookie', () => {
  test('each stays with its release; a rising share only ever moves clients to the new one', async () => {
    await show(5);
    const first = await askAll(Array(clients).fill({}));
    const known = remembering(first);
    let before = await askAll(known);
    expect(bodies(before)).toEqual(bodies(first));
    for (const percent of [25, 50, 100]) {
      await show(percent);
      const after = await askAll(known);
      expect(share(after)).toBeGreaterThan(share(before));
      expect(goneBack(before, after)).toBe(0);
      before = after;
    }
  });

  test.each([5, 25, 50])('%i percent of them are that many, within two', async (percent) => {
    await show(percent);
    const cookies = Array.from({ length: clients }, (_, client) => `causeway-client=client-${client}`);
    const answers = await askAll(cookies.map((cookie) => ({ headers: { cookie } })));
    expect(Math.abs(share(answers) - percent)).toBeLessThan(2);
  });

  test('of new ones 5 percent come to the new release, within two', async () => {
    await show(5);
    // their cookies are drawn: five times in a hundred thousand it would be more
    expect(Math.abs(share(await askAll(Array(clients).fill({}))) - 5)).toBeLessThan(2);
  });

  test('nobody is lost at the ends', async () => {
    await show(0);
    expect(share(await askAll(Array(200).fill({})))).toBe(0);
    await show(100);
    expect(share(await askAll(Array(200).fill({})))).toBe(100);
  });

  test('the cookie is handed out once, beside the application’s own', async () => {
    await show(50);
    const first = await https(edge, '/');
    expect(givenCookie(first)).toMatch(
      /^causeway-client=[0-9a-f-]{36}; Path=\/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(first.headers['set-cookie']).toEqual(['app=1', givenCookie(first)]);
    const [again] = await askAll(remembering([first]));
    expect(again?.headers['set-cookie']).toEqual(['app=1']);
  });

  test('without a canary there is no cookie', async () => {
    const { canary: _ended, ...ended } = canaryOf('phrase', 50);
    await edge.apply([ended], secrets);
    expect((await https(edge, '/')).headers['set-cookie']).toEqual(['app=1']);
  });

  test('every way in leads a client to the same release, and names it', async () => {
    await show(50);
    const named = { old: 'phrase@1.0.0+1', new: 'phrase@1.0.0+2' };
    const seen = new Set<string>();
    for (let client = 0; client < 20; client++) {
      const { body, headers, ...first } = await https(edge, '/');
      const name = body as 'old' | 'new';
      const cookie = givenCookie({ body, headers, ...first }).split(';')[0] ?? '';
      const post = await https(edge, '/', { method: 'POST', headers: { cookie }, body: 'x' });
      const admin = await https(edge, '/admin', {
        headers: { cookie, ...login('alice', passwordOf('alice')) },
      });
      const two = await http2(edge, '/', { cookie });
      const { headers: upgraded, socket } = await websocket(edge, '/', { cookie });
      socket.write('hello');
      expect(String((await once(socket, 'data'))[0])).toBe(`${name} hello`);
      socket.destroy();
      for (const answer of [post, admin, two]) expect(answer.body).toBe(name);
      for (const answer of [headers, post.headers, admin.headers, two.headers, upgraded])
        expect([answer['x-release'], answer['x-replica']]).toEqual([named[name], '1']);
      seen.add(name);
    }
    expect(seen).toEqual(new Set(['old', 'new']));
  });

  test('a protected path asks for the password as ever', async () => {
    await show(50);
    expect((await https(edge, '/admin')).status).toBe(401);
    expect(
      (await https(edge, '/admin', { method: 'POST', headers: { cookie: 'causeway-client=x' } })).status,
    ).toBe(401);
  });
});

describe('clients known by a header', () => {
  const host = 'notes.example';

  const known = Array.from({ length: clients }, (_, client) => ({
    headers: { host, 'x-client': `client-${client}` },
  }));

  test('each stays with its release; a rising share only ever moves clients to the new one', async () => {
    let before: readonly Answer[] = [];
    for (const percent of [5, 25, 100]) {
      await show(percent);
      const after = await askAll(known);
      expect(bodies(await askAll(known.slice(0, 200)))).toEqual(bodies(after.slice(0, 200)));
      expect(Math.abs(share(after) - percent)).toBeLessThan(2);
      expect(goneBack(before, after)).toBe(0);
      expect(after.every((answer) => givenCookie(answer) === '')).toBe(true);
      before = after;
    }
  });

  test('who sends none is known by the address', async () => {
    await show(50);
    const answers = await askAll(Array(100).fill({ headers: { host } }));
    expect(new Set(bodies(answers)).size).toBe(1);
  });
});

test('a canary that is not live is an error', () => {
  const live = { ...canaryOf('phrase', 5), canary: { release: '3', percent: 5 } };
  expect(() => renderEdge(testPlan([phrase]), [live], secrets)).toThrow(
    'phrase: release 3 is to serve but is not among the live ones; start it first',
  );
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
