import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '@causeway/edge/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CertifiedEdge } from '../testing/certified-edge.ts';
import { FaultyWay, rateLimited, renewalInfo } from '../testing/faulty-way.ts';
import { RunningEnvoy } from '../testing/running-envoy.ts';
import { RunningPebble } from '../testing/running-pebble.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const minute = 60_000;
const hour = 60 * minute;

/** Of Pebble's certificates: short enough for a clock that is barely wrong to make them due. Seconds. */
const validity = 3600;

/** Where authorities ask for proofs. */
let http: number;
let envoy: RunningEnvoy;
let pebble: RunningPebble;
let way: FaultyWay;
/** By which the agent's clock is ahead. Milliseconds. */
let ahead: number;

beforeAll(async () => {
  http = await freePort();
  pebble = await RunningPebble.start(http, validity);
});

afterAll(() => pebble.close());

beforeEach(async () => {
  envoy = await RunningEnvoy.start(http);
  way = await FaultyWay.start(pebble);
  ahead = 0;
});

afterEach(async () => {
  await way.close();
  await envoy.close();
});

test('before the first certificate there is a stand-in that is called one; then each host has its own', async () => {
  const agent = await open('a.test', 'b.test');
  expect((await agent.shown('a.test')).issuer).toContain('nobody: there is no certificate yet');
  expect(await agent.status('a.test')).toMatchObject({ from: 'acme', standIn: true });
  expect(agent.edge.errors.get('a.test')).toBe(
    'certificate of a.test: there is none yet; it is tried for again shortly; mend what is named, and `deploy` tries at once. Meanwhile the edge shows a stand-in that nobody trusts',
  );

  await agent.renew();

  const issuer = await pebble.issuer();
  for (const host of ['a.test', 'b.test']) {
    await agent.trusted(host, issuer);
    expect((await agent.shown(host)).subjectAltName).toBe(`DNS:${host}`);
  }
  expect([...agent.edge.errors]).toEqual([]);
  const status = await agent.status('a.test');
  expect(status).toMatchObject({ names: ['a.test'], renewal: { outcome: 'issued' } });
  expect(status?.issuer).toMatch(/^Pebble Intermediate CA/);
  expect(status?.standIn).toBeUndefined();
  expect(Math.round(((status?.next ?? 0) - Date.now()) / minute)).toBe(40);
});

test('all that is kept is for root alone', async () => {
  const agent = await open('a.test');
  await agent.renew();
  for (const folder of ['acme', 'certificates']) {
    const names = readdirSync(join(agent.folder, folder));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(statSync(join(agent.folder, folder, name)).mode & 0o777).toBe(0o600);
  }
});

test('an answer to a challenge is there for exactly its path and host, as long as it is out', async () => {
  const agent = await open('a.test', 'b.test');
  const seen: Record<string, string> = {};
  agent.onChallenge = async ({ host: of, token, keyAuthorization }) => {
    if (of !== 'a.test') return;
    const path = `/.well-known/acme-challenge/${token}`;
    for (const [host, asked] of [
      ['a.test', path],
      ['a.test', `${path}?x`],
      ['b.test', path],
      ['c.test', path],
      ['a.test', `${path}/`],
      ['a.test', `${path}x`],
      ['a.test', `/x/..${path}`],
      ['a.test', path.toUpperCase()],
      ['a.test', '/.well-known/acme-challenge/'],
    ] as const) {
      const { status, body } = await overHttp(host, asked);
      seen[`${host} ${asked.replace(token, 'T').replace(token.toUpperCase(), 'T')}`] =
        body === keyAuthorization ? `${status} proof` : `${status}`;
    }
  };
  await agent.renew();
  expect(seen).toEqual({
    'a.test /.well-known/acme-challenge/T': '200 proof',
    'a.test /.well-known/acme-challenge/T?x': '200 proof',
    'b.test /.well-known/acme-challenge/T': '308',
    'c.test /.well-known/acme-challenge/T': '421',
    'a.test /.well-known/acme-challenge/T/': '308',
    'a.test /.well-known/acme-challenge/Tx': '308',
    'a.test /x/../.well-known/acme-challenge/T': '308',
    'a.test /.WELL-KNOWN/ACME-CHALLENGE/T': '308',
    'a.test /.well-known/acme-challenge/': '308',
  });
  expect(JSON.stringify(envoy.directory.read()['rds-http.json'])).not.toContain('acme-challenge');
});

describe('renewal', () => {
  test('comes with a third of the life left, not before, with the account of the first time', async () => {
    const agent = await open('a.test');
    await agent.renew();
    const first = await agent.shown('a.test');

    ahead = 39 * minute;
    await agent.renew();
    expect((await agent.shown('a.test')).serialNumber).toBe(first.serialNumber);

    ahead = 41 * minute;
    const restarted = await open('a.test');
    await restarted.renew();
    expect((await restarted.shown('a.test')).serialNumber).not.toBe(first.serialNumber);
    await restarted.trusted('a.test', await pebble.issuer());
    expect(way.count('/sign-me-up')).toBe(1);
  });

  test('that fails leaves the last good one, and says why and when it is tried again', async () => {
    const agent = await open('a.test');
    await agent.renew();
    const first = await agent.shown('a.test');
    ahead = 41 * minute;
    way.fault = () => ({ status: 503, body: { detail: 'we are being repaired' } });
    await agent.renew();
    expect((await agent.shown('a.test')).serialNumber).toBe(first.serialNumber);
    const { renewal, next = 0 } = (await agent.status('a.test')) ?? {};
    expect(renewal).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('503: we are being repaired'),
    });
    expect(next - (renewal?.at ?? 0)).toBe(60_000);
    expect([...agent.edge.errors]).toEqual([]);
  });

  test('of a certificate from another authority comes at once', async () => {
    const agent = await open('a.test');
    await agent.renew();
    const first = await agent.shown('a.test');
    const other = await FaultyWay.start(pebble);
    const moved = await open({ directory: other.directory }, 'a.test');
    await moved.renew();
    expect((await moved.shown('a.test')).serialNumber).not.toBe(first.serialNumber);
    await other.close();
  });
});

describe('when the authority says when it wants a certificate renewed', () => {
  const between = (from: number, to: number) => ({
    suggestedWindow: { start: new Date(from).toISOString(), end: new Date(to).toISOString() },
  });

  async function served(): Promise<CertifiedEdge> {
    const agent = await open('a.test');
    await agent.renew();
    return agent;
  }

  test('one that is to be revoked is renewed at once, in the place of the one before', async () => {
    const agent = await served();
    const first = await agent.shown('a.test');
    way.suggestion = { status: 200, body: between(Date.now() - hour, Date.now() - minute) };
    const orders: { replaces?: string }[] = [];
    way.answered = (path, body) => {
      if (path.startsWith('/order-plz')) orders.push(payloadOf(body));
    };
    ahead = 7 * minute;
    await agent.renew();
    expect((await agent.shown('a.test')).serialNumber).not.toBe(first.serialNumber);
    expect(orders).toMatchObject([{ replaces: expect.stringMatching(/^[\w-]+\.[\w-]+$/) }]);
    // no tenth of its life has passed
    ahead = 5 * minute;
    await agent.renew();
    expect(orders).toHaveLength(1);
  });

  test('that moment is waited for, and asked for again when the authority says', async () => {
    const agent = await served();
    const [from, to] = [Date.now() + 20 * minute, Date.now() + 22 * minute];
    way.suggestion = { status: 200, headers: { 'retry-after': '600' }, body: between(from, to) };
    await agent.renew();
    const { next = 0 } = (await agent.status('a.test')) ?? {};
    expect(next).toBeGreaterThanOrEqual(Math.floor(from));
    expect(next).toBeLessThan(to);

    ahead = 9 * minute;
    await (await open('a.test')).renew();
    expect(way.count(renewalInfo)).toBe(1);
    ahead = 11 * minute;
    await agent.renew();
    expect(way.count(renewalInfo)).toBe(2);
    expect((await agent.status('a.test'))?.next).toBe(next);
    expect(way.count('/order-plz')).toBe(1);

    ahead = 23 * minute;
    await agent.renew();
    expect(way.count('/order-plz')).toBe(2);
  });

  test.each([
    ['fails', { status: 503 }],
    ['says nonsense', { status: 200, body: { suggestedWindow: { start: 'soon' } } }],
    [
      'names a moment after a third of the life is left',
      { status: 200, body: between(Date.now() + hour, Date.now() + 2 * hour) },
    ],
  ])('an authority that %s changes nothing', async (_what, suggestion) => {
    const agent = await served();
    const due = (await agent.status('a.test'))?.next;
    way.suggestion = suggestion;
    await agent.renew();
    expect(way.count(renewalInfo)).toBe(1);
    expect((await agent.status('a.test'))?.next).toBe(due);
  });

  test('it is asked by the name that it has for the certificate', async () => {
    const agent = await served();
    const { notBefore = '', next: due = 0 } = (await agent.status('a.test')) ?? {};
    way.suggestion = "Pebble's";
    await agent.renew();
    // Pebble's window is the whole life of one so short
    const { next = 0 } = (await agent.status('a.test')) ?? {};
    expect(next).toBeGreaterThan(Date.parse(notBefore));
    expect(next).toBeLessThanOrEqual(due);
    const kept = readFileSync(join(agent.folder, 'acme/certificate-a.json'), 'utf8');
    expect(JSON.parse(kept).suggestion.from).toBe(Date.parse(notBefore));
  });

  test('an order that may not take the place of another is made all the same', async () => {
    const agent = await served();
    way.suggestion = { status: 200, body: between(Date.now() - hour, Date.now() - minute) };
    let refused = 0;
    way.fault = (path) => {
      if (!path.startsWith('/order-plz') || refused > 0) return undefined;
      refused += 1;
      return { status: 409, body: { type: 'urn:ietf:params:acme:error:alreadyReplaced' } };
    };
    ahead = 7 * minute;
    await agent.renew();
    expect((await agent.status('a.test'))?.renewal).toMatchObject({ outcome: 'issued' });
    expect(way.count('/order-plz')).toBe(3);
  });
});

describe('a host that is not ours', () => {
  test('keeps no other from its certificate, and is tried for three times an hour at most, whoever asks', async () => {
    await pebble.loseName('far.test');
    const agent = await open('far.test', 'a.test');
    await agent.renew();
    await agent.trusted('a.test', await pebble.issuer());
    expect(agent.edge.errors.get('far.test')).toMatch(
      /^certificate of far\.test: there is none yet: .*far\.test.*; it is tried for again after \S+ UTC; mend what is named/,
    );
    expect((await agent.shown('far.test')).issuer).toContain('nobody');

    await agent.renew();
    expect(way.count('/chalZ')).toBe(2);
    for (let time = 0; time < 5; time += 1) await (await open('far.test', 'a.test')).renew(true);
    expect(way.count('/chalZ')).toBe(4);
    expect((await agent.status('far.test'))?.renewal?.why).toContain('far.test');
  });

  test('because another answers there is told what the authority has found', async () => {
    const agent = await open('a.test');
    agent.lent = undefined;
    await agent.renew();
    const { renewal, next = 0 } = (await agent.status('a.test')) ?? {};
    expect(renewal).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('Non-200 status code from HTTP: http://a.test'),
    });
    expect(next - (renewal?.at ?? 0)).toBe(15 * minute);
  });
});

describe('an authority', () => {
  test('that has had enough is left alone for as long as it says, whoever asks and whoever restarts', async () => {
    const agent = await open('a.test');
    way.fault = (path) => (path.startsWith('/order-plz') ? rateLimited(1800) : undefined);
    await agent.renew(true);
    expect(agent.edge.errors.get('a.test')).toContain('429 rateLimited: too many new orders recently');
    expect(way.count('/order-plz')).toBe(1);

    way.fault = () => undefined;
    ahead = 29 * minute;
    await (await open('a.test')).renew(true);
    expect(way.count('/order-plz')).toBe(1);
    ahead = 31 * minute;
    await (await open('a.test')).renew(true);
    await agent.trusted('a.test', await pebble.issuer());
  });

  test('that nobody finds is named', async () => {
    const agent = await open({ directory: 'https://localhost:1/dir' }, 'a.test');
    await agent.renew();
    expect((await agent.status('a.test'))?.renewal?.why).toMatch(
      /^localhost:1 does not answer \(.*ECONNREFUSED/,
    );
  });

  test('whose own certificate comes from somebody unknown is not believed', async () => {
    const agent = await open({ root: '' }, 'a.test');
    await agent.renew();
    expect((await agent.status('a.test'))?.renewal?.why).toContain(
      'where the authority is your own, write the certificate of its root as `root` in the config',
    );
    expect(way.asked).toEqual([]);
  });

  test('that refuses a nonce is asked again with another', async () => {
    let refusals = 0;
    way.fault = (path) => {
      if (!path.startsWith('/order-plz') || refusals++ > 0) return undefined;
      return { status: 400, body: { type: 'urn:ietf:params:acme:error:badNonce' } };
    };
    const agent = await open('a.test');
    await agent.renew();
    await agent.trusted('a.test', await pebble.issuer());
    expect(refusals).toBeGreaterThan(1);
  });

  test('that has forgotten the account is told of it anew, with the same key', async () => {
    const agent = await open('a.test');
    await agent.renew();
    ahead = 41 * minute;
    let refused = false;
    way.fault = (path) => {
      if (!path.startsWith('/order-plz') || refused) return undefined;
      refused = true;
      return {
        status: 400,
        body: { type: 'urn:ietf:params:acme:error:accountDoesNotExist', detail: 'who?' },
      };
    };
    await agent.renew();
    expect((await agent.status('a.test'))?.renewal).toMatchObject({ outcome: 'failed' });
    await agent.renew(true);
    expect((await agent.status('a.test'))?.renewal).toMatchObject({ outcome: 'issued' });
    expect(way.count('/sign-me-up')).toBe(2);
  });
});

describe('what is kept', () => {
  test.each(['', '{', 'null', '"x"', '{"failed":1'])(
    'as %j is as good as nothing, and an order more',
    async (content) => {
      const agent = await open('a.test');
      await agent.renew();
      for (const name of ['acme/certificate-a.json', 'certificates/certificate-a.json'])
        writeFileSync(join(agent.folder, name), content);
      const restarted = await open('a.test');
      expect(restarted.edge.errors.get('a.test')).toMatch(/^certificate of a\.test: it /);
      await restarted.renew();
      await restarted.trusted('a.test', await pebble.issuer());
      expect(way.count('/sign-me-up')).toBe(1);
    },
  );

  test('of the account has a copy', async () => {
    const agent = await open('a.test');
    await agent.renew();
    const [account = ''] = accounts(agent);
    writeFileSync(join(agent.folder, 'acme', account), '{');
    ahead = 41 * minute;
    await agent.renew();
    expect((await agent.status('a.test'))?.renewal).toMatchObject({ outcome: 'issued' });
    expect(way.count('/sign-me-up')).toBe(1);
  });
});

describe('a wrong clock', () => {
  test.each([
    ['ahead of', 2 * hour],
    ['behind', -2 * hour],
  ])('%s the authority is named before anything is ordered', async (words, difference) => {
    ahead = difference;
    const agent = await open('a.test');
    await agent.renew();
    expect(agent.edge.errors.get('a.test')).toContain(
      `the host's clock is 120 minutes ${words} the authority's; set it`,
    );
    expect(way.asked).toEqual(['/dir']);
  });

  test('by which the present certificate has ended leaves it, and says so', async () => {
    const agent = await open('a.test');
    await agent.renew();
    const first = await agent.shown('a.test');
    ahead = 2 * hour;
    await agent.renew();
    expect((await agent.shown('a.test')).serialNumber).toBe(first.serialNumber);
    expect(agent.edge.errors.get('a.test')).toMatch(
      /its certificate ended on .*: the host's clock is 120 minutes ahead/,
    );
  });

  test('by which the new certificate is of the future leaves the last good one, and orders no other', async () => {
    const agent = await open('a.test');
    ahead = -50 * minute;
    await agent.renew();
    expect(agent.edge.errors.get('a.test')).toContain(
      'a certificate that is of no use: it is valid only from',
    );
    expect((await agent.shown('a.test')).issuer).toContain('nobody');
    ahead = 0;
    await agent.renew(true);
    await agent.trusted('a.test', await pebble.issuer());
    expect(way.count('/order-plz')).toBe(1);
  });
});

test('an edge that is slow to take one certificate keeps nobody from waiting for the others', async () => {
  const agent = await open('a.test', 'b.test');
  agent.onShow = async () => {
    if (agent.renewals.attempts('certificate-a').last && !agent.renewals.attempts('certificate-b').last)
      throw new Error('waited for the edge');
  };
  await expect(agent.renew()).rejects.toThrow('waited for the edge');
  expect(agent.renewals.attempts('certificate-b').last).toMatchObject({ outcome: 'failed' });
  expect(agent.renewals.attempts('certificate-a').last).toMatchObject({ outcome: 'issued' });
});

test('an edge that does not take the proof is in the way for a minute, and its order goes on', async () => {
  const agent = await open('a.test');
  agent.onChallenge = () => Promise.reject(new Error('no space left'));
  await agent.renew();
  const { renewal, next = 0 } = (await agent.status('a.test')) ?? {};
  expect(renewal).toMatchObject({ outcome: 'failed', why: 'no space left' });
  expect(next - (renewal?.at ?? 0)).toBe(60_000);
  agent.onChallenge = async () => {};
  await agent.renew(true);
  await agent.trusted('a.test', await pebble.issuer());
  expect(way.count('/order-plz')).toBe(1);
});

describe('an agent that is killed', () => {
  test.each([
    ['when its account is made', '/sign-me-up', [1]],
    ['when the order is taken', '/order-plz', [2]],
    // the proof may be gone before the authority has asked for it
    ['when the challenge is taken', '/chalZ', [1, 2]],
    ['when the certificate is ordered', '/finalize-order', [1]],
    ['when the certificate is there', '/certZ', [1]],
  ])('%s goes on from there', async (_, path, orders) => {
    const agent = await open('a.test');
    const child = fork(join(import.meta.dirname, '../testing/renewing-agent.ts'), {
      env: { ...process.env, RENEWING: JSON.stringify({ folder: agent.folder, plan: agent.plan }) },
    });
    child.on('message', async (shown: never[]) => {
      agent.lent = shown;
      await agent.edge.refresh();
      if (child.connected) child.send('shown');
    });
    way.answered = (asked) => {
      if (asked.startsWith(path)) child.kill('SIGKILL');
    };
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    way.answered = () => {};

    await (await open('a.test')).renew(true);
    await agent.trusted('a.test', await pebble.issuer());
    expect(orders).toContain(way.count('/order-plz'));
    expect(accounts(agent)).toHaveLength(1);
  });
});

/** An agent as it starts, with whatever the one before it has left. */
async function open(
  first: string | { readonly directory?: string; readonly root?: string },
  ...others: string[]
): Promise<CertifiedEdge> {
  const [change, hosts] = typeof first === 'string' ? [{}, [first, ...others]] : [first, others];
  const { root = pebble.root, directory = way.directory } = change;
  const tls = { mode: 'acme', directory, contact: 'ops@example.com', ...(root && { root }) } as const;
  const agent = new CertifiedEdge(envoy, tls, hosts, () => ahead);
  await agent.edge.adopt();
  return agent;
}

async function overHttp(host: string, path: string): Promise<{ status: number; body: string }> {
  const asked = request({ host: '127.0.0.1', port: http, path, headers: { host }, agent: false }).end();
  const [answer] = await once(asked, 'response');
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

/** Of a request that is signed. */
function payloadOf(body: string): { readonly replaces?: string } {
  return JSON.parse(Buffer.from(JSON.parse(body).payload, 'base64url').toString());
}

/** Without their copies. */
function accounts({ folder }: CertifiedEdge): string[] {
  return readdirSync(join(folder, 'acme')).filter((name) => /^account-\w+\.json$/.test(name));
}
