import { connect as connectHttp2 } from 'node:http2';
import { Agent } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { EdgePlan } from '@causeway/plan';
import { afterEach, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { type Answer, https, login } from './testing/client.ts';
import { liveOn, passwordOf, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const attempts = Number(process.env.CAUSEWAY_SIGN_IN_ATTEMPTS ?? 500);

const phrase = plainService('phrase', { protect: [{ path: '/admin', users: ['alice', 'carol'] }] });
const notes = plainService('notes', {
  hosts: ['notes.example'],
  protect: [{ path: '/admin', users: ['alice'] }],
});

const secrets = testSecrets('alice', 'carol');

let stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});

async function start(signIns: Partial<EdgePlan['signIns']> = {}, wanted: Partial<EdgePlan> = {}) {
  const backend = await startBackend('one');
  stops.push(() => backend.stop());
  const edge = await startEdge([phrase, notes], {
    signIns: { failures: 16, failuresInAll: 500, per: 600_000, ...signIns },
    ...wanted,
  });
  stops.push(() => edge.stop());
  await edge.apply(live(backend), secrets);
  await edge.healthy('phrase-1', 1);
  await edge.healthy('notes-1', 1);
  return { edge, backend };
}

const live = ({ port }: Backend) => [liveOn('phrase', [port]), liveOn('notes', [port])];

/** An answer's head and body without what differs from one to the next. */
function shape({ status, headers, body }: Answer) {
  const { date: _date, 'x-request-id': id, 'retry-after': wait, ...rest } = headers;
  return { status, headers: rest, waits: wait !== undefined, body: body.replaceAll(String(id), '') };
}

const right = (user = 'alice') => login(user, passwordOf(user));
const wrong = (user = 'alice') => login(user, 'wrong');

const from = (localAddress: string, headers = wrong()) => ({ headers, localAddress });

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

async function inTurn(count: number, ask: (index: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let index = 0; index < count; index++) answers.push(await ask(index));
  return answers;
}

describe('failed attempts from one address', () => {
  test(`${attempts} of them: no more than the limit are looked at, and nobody else notices`, async () => {
    // nothing is free again before the last one
    const { edge, backend } = await start({ per: 86_400_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 8, localAddress: '127.0.0.2' });
    stops.push(async () => agent.destroy());
    const guesses = Array.from({ length: attempts }, (_, index) =>
      https(edge, '/admin', { agent, headers: login('alice', `guess ${index}`) }),
    );
    const meanwhile = await inTurn(40, (index) =>
      https(edge, '/admin', from(`127.0.1.${index}`, index % 2 ? right('carol') : wrong('carol'))),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(16);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(attempts - 16);
    expect(statuses(meanwhile)).toEqual(meanwhile.map((_, index) => (index % 2 ? 200 : 401)));
    expect(backend.seen).toHaveLength(20);
  }, 300_000);

  test('afterwards the right password tells nothing either', async () => {
    const { edge } = await start();
    await inTurn(16, () => https(edge, '/admin', from('127.0.0.2')));
    const refused = await https(edge, '/admin', from('127.0.0.2'));
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(30);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(38);
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.body).request_id).toBe(refused.headers['x-request-id']);
    expect(shape(await https(edge, '/admin', from('127.0.0.2', right())))).toEqual(shape(refused));
    expect(shape(await https(edge, '/admin', from('127.0.0.2', wrong('nobody'))))).toEqual(shape(refused));
  });

  test('all at once over HTTP/2 are no more than one after the other', async () => {
    const { edge } = await start();
    const session = connectHttp2(`https://localhost:${edge.plan.edge.https}`, {
      rejectUnauthorized: false,
      lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    stops.push(async () => session.destroy());
    const streams = Array.from({ length: 100 }, (_, index) =>
      session.request({ ':path': '/admin', ...login('alice', `guess ${index}`) }),
    );
    const answered = await Promise.all(
      streams.map(
        (stream) =>
          new Promise((resolve, reject) =>
            stream.on('error', reject).on('response', (got) => resolve(got[':status'])),
          ),
      ),
    );
    expect(answered.filter((status) => status === 401)).toHaveLength(16);
    expect(answered.filter((status) => status === 429)).toHaveLength(84);
  });

  test('whoever has signed in from there goes on, in any number of requests', async () => {
    const { edge } = await start({ failures: 4 });
    expect(statuses([await https(edge, '/admin', from('127.0.0.2', right()))])).toEqual([200]);
    await inTurn(5, () => https(edge, '/admin', from('127.0.0.2')));
    const page = await inTurn(50, () => https(edge, '/admin/style.css', from('127.0.0.2', right())));
    expect(new Set(statuses(page))).toEqual(new Set([200]));
    expect((await https(edge, '/admin', from('127.0.0.2', right('carol')))).status).toBe(429);
  });

  test('count on all services and spellings together, also after a change of the routes', async () => {
    const { edge, backend } = await start({ failures: 4 });
    const onNotes = { ...wrong(), host: 'notes.example' };
    const asked = [
      () => https(edge, '/admin', from('127.0.0.2')),
      () => https(edge, '/ADMIN;x', from('127.0.0.2')),
      () => https(edge, '/%61dmin', from('127.0.0.2', { ...wrong(), 'x-forwarded-for': '192.0.2.7' })),
      () => https(edge, '/admin', from('127.0.0.2', onNotes)),
      () => https(edge, '/admin', from('127.0.0.2', onNotes)),
    ];
    const answers = await inTurn(asked.length, (index) => (asked[index] as () => Promise<Answer>)());
    expect(statuses(answers)).toEqual([401, 401, 401, 401, 429]);
    await edge.apply([liveOn('notes', [backend.port])], secrets);
    expect((await https(edge, '/admin', from('127.0.0.2'))).status).toBe(429);
  });

  test('without credentials nothing is an attempt', async () => {
    const { edge } = await start({ failures: 4 });
    const answers = await inTurn(30, () => https(edge, '/admin', from('127.0.0.2', {})));
    expect(new Set(statuses(answers))).toEqual(new Set([401]));
    expect((await https(edge, '/admin', from('127.0.0.2', right()))).status).toBe(200);
  });

  test('are free again one after the other', async () => {
    const { edge } = await start({ failures: 4, per: 6000 });
    const until = async (status: number) => {
      while ((await https(edge, '/admin', from('127.0.0.2'))).status !== status) await setTimeout(20);
    };
    await until(429);
    await until(401);
    await until(429);
  });

  test('are shared out among the workers', async () => {
    const { edge } = await start({}, { concurrency: 4 });
    const answers = await inTurn(200, () => https(edge, '/admin', from('127.0.0.2')));
    const lookedAt = answers.filter(({ status }) => status === 401).length;
    expect(lookedAt).toBeGreaterThan(0);
    expect(lookedAt).toBeLessThanOrEqual(16);
  });
});

test('failed attempts from everywhere stop those whom the edge does not know, on that service alone', async () => {
  const { edge } = await start({ failures: 4, failuresInAll: 8 });
  expect((await https(edge, '/admin', from('127.0.0.9', right()))).status).toBe(200);
  const answers = await inTurn(12, (index) => https(edge, '/admin', from(`127.0.0.${10 + index}`)));
  expect(statuses(answers)).toEqual([...Array(8).fill(401), ...Array(4).fill(429)]);
  expect((await https(edge, '/admin', from('127.0.0.9', right()))).status).toBe(200);
  expect((await https(edge, '/admin', from('127.0.0.8', right()))).status).toBe(429);
  const onNotes = from('127.0.0.8', { ...right(), host: 'notes.example' });
  expect((await https(edge, '/admin', onNotes)).status).toBe(200);
  expect((await https(edge, '/', from('127.0.0.8'))).status).toBe(200);
});

test('an answer does not tell whether the user exists, however long the password', async () => {
  const { edge } = await start();
  const long = 'x'.repeat(40_000);
  const answers = [
    await https(edge, '/admin', { headers: login('alice', 'wrong') }),
    await https(edge, '/admin', { headers: login('nobody', 'wrong') }),
    await https(edge, '/admin', { headers: login('alice', long) }),
    await https(edge, '/admin', { headers: login('nobody', long) }),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(shape(answer)))).size).toBe(1);
  expect(answers[0]?.status).toBe(401);
});

test('credentials longer than any of ours are not even looked at', async () => {
  const user = 'a'.repeat(100);
  const backend = await startBackend('one');
  stops.push(() => backend.stop());
  const edge = await startEdge([plainService('phrase', { protect: [{ path: '/admin', users: [user] }] })]);
  stops.push(() => edge.stop());
  await edge.apply([liveOn('phrase', [backend.port])], testSecrets(user));
  expect((await https(edge, '/admin', { headers: right(user) })).status).toBe(401);
  expect(backend.seen).toHaveLength(0);
});

describe('behind a proxy', () => {
  const asked = (edge: RunningEdge, address: string, headers = wrong()) =>
    https(edge, '/admin', { headers: { ...headers, 'x-forwarded-for': address } });

  async function startBehindProxy() {
    const { edge } = await start({ failures: 4 }, { trustedProxies: ['127.0.0.1/32'] });
    return edge;
  }

  test.each([
    ['2001:db8:1:2::5', '2001:db8:1:2:ffff::9', '2001:db8:1:3::5'],
    ['2001:db8::1', '2001:db8::ffff:1', '2001:db8:0:1::1'],
    ['::1', '::2', '0:0:0:1::1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:7', '2001:db8:1:0:3:4:5:6'],
    ['::ffff:192.0.2.1', '192.0.2.1', '::ffff:192.0.2.2'],
  ])('%s and %s are one client, and %s is another', async (one, same, other) => {
    const edge = await startBehindProxy();
    await inTurn(4, () => asked(edge, one));
    expect((await asked(edge, same, right())).status).toBe(429);
    expect((await asked(edge, other, right())).status).toBe(200);
  });
});
