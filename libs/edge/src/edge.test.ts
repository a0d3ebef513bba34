import { once } from 'node:events';
import { statSync } from 'node:fs';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Backend, startBackend } from './testing/backend.ts';
import { certificate } from './testing/certificate.ts';
import { http, http2, https, login } from './testing/client.ts';
import { liveOn, passwordOf, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const health = { path: '/status', interval: 200, timeout: 1000 };

const phrase = plainService('phrase', {
  block: ['/prepare'],
  protect: [
    { path: '/admin', users: ['alice', 'carol'] },
    { path: '/admin/keys', users: ['alice'] },
    { path: '/registry', users: ['alice'], forwardAuthorization: true },
  ],
});

const unreleased = plainService('notes', { hosts: ['notes.example'], block: ['/hidden'] });

let edge: RunningEdge;
let replicas: [Backend, Backend];

beforeAll(async () => {
  replicas = [await startBackend('one', spoofing), await startBackend('two', spoofing)];
  edge = await startEdge([phrase, unreleased]);
  await edge.apply([liveOn('phrase', ports(), '1', health)], testSecrets('alice', 'carol'));
  await edge.healthy('phrase-1', 2);
});

afterAll(async () => {
  await edge?.stop();
  for (const replica of replicas ?? []) await replica.stop();
});

beforeEach(() => {
  for (const { seen } of replicas) seen.length = 0;
});

const ports = () => replicas.map(({ port }) => port);

const seen = () => replicas.flatMap((replica) => replica.seen);

/** A backend that claims to be another release. */
const spoofing: Parameters<typeof startBackend>[1] = (request, response) => {
  response.setHeader('x-release', ['evil@6.6.6', 'evil@6.6.7']);
  response.setHeader('x-replica', '666');
  response.setHeader('server', 'backend');
  response.end(JSON.stringify({ url: request.url, headers: request.headers }));
};

const forwarded = (body: string) =>
  JSON.parse(body) as { url: string; headers: Record<string, string | undefined> };

describe('routing', () => {
  test('both replicas serve in turn', async () => {
    for (let request = 0; request < 10; request++) await https(edge, '/');
    expect(replicas.map((replica) => replica.seen.length)).toEqual([5, 5]);
  });

  test('HTTP/2 is served', async () => {
    const { status, body } = await http2(edge, '/a?b=c');
    expect([status, forwarded(body).url]).toEqual([200, '/a?b=c']);
  });

  test.each(['localhost', 'localhost:1234', 'LOCALHOST', 'localhost.'])(
    'host %s without SNI',
    async (host) => {
      expect((await https(edge, '/', { headers: { host }, servername: '' })).status).toBe(200);
    },
  );

  test('an unknown host is 421 on both listeners', async () => {
    const headers = { host: 'elsewhere.example' };
    expect((await https(edge, '/', { headers })).status).toBe(421);
    expect((await http(edge, '/', { headers })).status).toBe(421);
    expect(seen()).toEqual([]);
  });

  test('a service without a release is 503 with a word and Retry-After, its blocked paths 404', async () => {
    const headers = { host: 'notes.example' };
    const { status, body, headers: answered } = await https(edge, '/', { headers });
    expect([status, body, answered['retry-after']]).toEqual([
      503,
      expect.stringContaining('This service has no release yet.'),
      '10',
    ]);
    expect((await https(edge, '/hidden', { headers })).status).toBe(404);
  });
});

describe('tls', () => {
  const handshake = async (options: ConnectionOptions) => {
    const socket = connect({
      host: '127.0.0.1',
      port: edge.plan.edge.https,
      servername: 'localhost',
      ca: certificate.chain,
      ...options,
    });
    await once(socket, 'secureConnect');
    const agreed = [socket.getProtocol(), socket.alpnProtocol];
    socket.destroy();
    return agreed;
  };

  test('1.3 and 1.2 are spoken, with HTTP/2 and HTTP/1.1', async () => {
    expect(await handshake({ ALPNProtocols: ['h2', 'http/1.1'] })).toEqual(['TLSv1.3', 'h2']);
    expect(await handshake({ ALPNProtocols: ['http/1.1'], maxVersion: 'TLSv1.2' })).toEqual([
      'TLSv1.2',
      'http/1.1',
    ]);
  });

  test.each([
    ['1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }],
    [
      'a suite without authenticated encryption',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' },
    ],
  ] as const)('%s is refused', async (_what, options) => {
    await expect(handshake(options)).rejects.toThrow(/alert|handshake/i);
  });
});

test('the admin interface is a socket for its owner alone, and on no listener', async () => {
  expect(statSync(edge.plan.edge.adminSocket).mode & 0o777).toBe(0o600);
  for (const path of ['/stats', '/config_dump', '/metrics']) {
    expect(forwarded((await https(edge, path)).body).url).toBe(path);
  }
});

describe('http', () => {
  test.each(['/', '/a//b/../c?d=e&f=%2F', '/%2e%2e/x%20y', '//elsewhere.example/'])(
    '%s goes to https with 308, path and query kept',
    async (path) => {
      const { status, headers } = await http(edge, path);
      expect([status, headers.location]).toEqual([308, `https://localhost:${edge.plan.edge.https}${path}`]);
    },
  );

  test('POST too', async () => {
    expect((await http(edge, '/x', { method: 'POST', body: 'a=b' })).status).toBe(308);
  });
});

describe('block', () => {
  test.each(['/prepare', '/prepare/', '/prepare/x', '/prepare?x=y', '/PREPARE', '/Prepare;v=1', '//prepare'])(
    '%s is 404 and not forwarded',
    async (path) => {
      expect((await https(edge, path)).status).toBe(404);
      expect((await http2(edge, path)).status).toBe(404);
      expect(seen()).toEqual([]);
    },
  );

  test('a path without a normal form is refused with the reason', async () => {
    const { status, body } = await https(edge, '/x/../prepare');
    expect([status, body]).toEqual([400, expect.stringContaining('more than one way')]);
    expect(seen()).toEqual([]);
  });

  test.each(['/prepared', '/prepare-x', '/prepare_x', '/x/prepare', '/?/prepare'])(
    '%s is another path',
    async (path) => {
      const { status, body } = await https(edge, path);
      expect([status, forwarded(body).url]).toEqual([200, path]);
    },
  );
});

describe('protect', () => {
  const as = (user: string, path = '/admin') => https(edge, path, { headers: login(user, passwordOf(user)) });

  test.each([
    ['nobody', {}],
    ['a wrong password', login('alice', 'alice')],
    ['an unknown user', login('eve', passwordOf('eve'))],
    ['the user of the chain', login('nobody', '')],
  ])('%s is 401', async (_who, headers) => {
    const answer = await https(edge, '/admin', { headers });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Basic realm="protected"']);
    expect(seen()).toEqual([]);
  });

  test('a user gets in, by name and without the password', async () => {
    const { status, body } = await as('alice');
    expect(status).toBe(200);
    expect(forwarded(body).headers['x-remote-user']).toBe('alice');
    expect(forwarded(body).headers.authorization).toBeUndefined();
  });

  test('a path that wants the credentials gets them, beside the name', async () => {
    const { headers } = forwarded((await as('alice', '/registry/v2')).body);
    expect(headers.authorization).toBe(login('alice', passwordOf('alice')).authorization);
    expect(headers['x-remote-user']).toBe('alice');
  });

  test('only users whom the path names get in', async () => {
    expect((await as('carol')).status).toBe(200);
    expect((await as('carol', '/admin/keys')).status).toBe(401);
    expect((await as('alice', '/admin/keys')).status).toBe(200);
  });

  test.each(['/admin/', '/ADMIN', '/admin/x', '/admin;x', '/admin.json', '/%61dmin', '//admin'])(
    '%s is protected',
    async (path) => {
      expect((await https(edge, path)).status).toBe(401);
      expect((await https(edge, path, { method: 'POST' })).status).toBe(401);
      expect(seen()).toEqual([]);
    },
  );

  test('elsewhere the application sees its own Authorization, and no user', async () => {
    const headers = { authorization: 'Bearer x', 'x-remote-user': 'alice' };
    const { body } = await https(edge, '/administrator', { headers });
    expect(forwarded(body).headers.authorization).toBe('Bearer x');
    expect(forwarded(body).headers['x-remote-user']).toBeUndefined();
  });
});

describe('headers', () => {
  test('x-release and x-replica are the edge’s word, once', async () => {
    const { headers } = await https(edge, '/');
    expect(headers['x-release']).toBe('phrase@1.0.0+1');
    expect(headers['x-replica']).toMatch(/^[12]$/);
  });

  test('what a proxy would say is not taken from a client', async () => {
    const claimed = {
      'x-forwarded-for': '9.9.9.9',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-prefix': '/evil',
      'x-original-url': '/admin',
      'x-rewrite-url': '/admin',
      'x-http-method-override': 'DELETE',
      'x-envoy-retry-on': '5xx',
      'x-envoy-upstream-rq-timeout-ms': '1',
      'x-request-id': 'mine',
      'x-real-ip': '9.9.9.9',
      forwarded: 'for=9.9.9.9',
      proxy: 'evil.example',
    };
    const { body } = await https(edge, '/', { headers: claimed });
    const { 'x-request-id': id, ...headers } = forwarded(body).headers;
    expect(headers).toEqual({
      host: `localhost:${edge.plan.edge.https}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': `localhost:${edge.plan.edge.https}`,
      'x-forwarded-proto': 'https',
    });
    expect(id).not.toBe('mine');
  });

  test('answers name the edge and the request, and nothing of Envoy', async () => {
    const { headers } = await https(edge, '/');
    expect(headers.server).toBe('causeway');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(headers).filter((name) => name.startsWith('x-envoy'))).toEqual([]);
  });

  test('a header with an underscore is refused', async () => {
    expect((await https(edge, '/', { headers: { remote_user: 'alice' } })).status).toBe(400);
    expect(seen()).toEqual([]);
  });
});

test('the edge took every file', async () => {
  expect(await edge.refusals()).toBe(0);
});
