import { describe, expect, test } from 'vitest';
import { definePlatform, parsePlatform } from './parse.ts';
import { configErrorOf } from './testing/config-error-of.ts';

const minute = 60_000;
const MiB = 2 ** 20;

const least = {
  name: 'phrase',
  services: { site: { image: 'nginx:1.29', hosts: ['localhost'], port: 80 } },
  targets: { local: { http: 8080, https: 8443 } },
};

const ownHeaders = {
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

describe('valid', () => {
  test('the least that a platform needs gets every default', () => {
    expect(parsePlatform(least)).toStrictEqual({
      name: 'phrase',
      server: { users: [], packages: [] },
      edge: {
        tls: { mode: 'self-signed' },
        showRelease: false,
        memory: 256 * MiB,
        signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
      },
      data: {},
      services: {
        site: {
          source: { kind: 'image', image: 'nginx:1.29' },
          hosts: ['localhost'],
          port: 80,
          protocol: 'http1',
          replicas: 2,
          deploy: {
            look: 30_000,
            drain: minute,
            boot: minute,
            migrate: 5 * minute,
            migrateLock: 30_000,
            snapshot: false,
            bake: minute,
            errors: 0.05,
            keep: 5,
            stopGrace: 70_000,
          },
          sticky: { cookie: 'causeway-client' },
          protect: [],
          block: [],
          escapedSlashes: 'pass',
          limits: [],
          access: [],
          compress: { what: 'assets', brotli: false },
          errorPages: {},
          headers: ownHeaders,
          uses: [],
          environment: {},
          memory: 256 * MiB,
          pids: 256,
          readOnly: false,
        },
      },
      targets: { local: { http: 8080, https: 8443, subnet: '10.213.0.0/21' } },
    });
  });

  test('a platform that says everything keeps it, with its units normalised', () => {
    const platform = parsePlatform(
      definePlatform({
        name: 'phrase',
        server: {
          users: [
            { name: 'phrase_admin', sudo: true, publicKey: 'keys/admin.pub' },
            { name: 'phrase_user', publicKey: 'keys/user.pub' },
          ],
          packages: ['curl'],
        },
        edge: { tls: { mode: 'self-signed' }, showRelease: true, memory: '1GiB' },
        data: { postgres: { readers: ['developer'], memory: '2GiB' }, redis: { memory: '65536KiB' } },
        services: {
          api: {
            context: 'services/api',
            hosts: ['api.example.com', '*.api.example.com'],
            port: 3000,
            protocol: 'http2',
            replicas: 3,
            health: { path: '/status?deep=1', interval: '500ms', timeout: '2s', outside: false },
            deploy: {
              prepare: '/deploy/prepare',
              ready: '/deploy/ready',
              drain: '2m',
              boot: '90s',
              look: '45s',
              migrate: '1h',
              migrateLock: '10m',
              snapshot: true,
              bake: '0s',
              errors: '0.7%',
              keep: 12,
              stopGrace: '3m',
            },
            sticky: { header: 'X-Account' },
            protect: [{ path: '/', users: ['ada'], forwardAuthorization: true }],
            block: ['/deploy', '/status'],
            escapedSlashes: 'reject',
            limits: [
              { requests: 10, per: '1s' },
              { path: '/api', requests: 10, per: '1h', burst: 20 },
            ],
            access: [{ path: '/', allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.7/32'] }],
            uses: ['redis', 'postgres'],
            migrate: ['node', 'migrate.js'],
            migrations: 'services/api/migrations',
            compress: { what: 'all', brotli: true },
            headers: { 'x-frame-options': 'DENY', 'x-own': 'a' },
            environment: { LOG_LEVEL: 'info' },
            memory: '1GiB',
            pids: 64,
            readOnly: true,
          },
        },
        targets: {
          far: {
            host: 'ssh://deploy@example.com:2222',
            http: 80,
            https: 443,
            trustedProxies: ['10.0.0.0/8'],
            metrics: 9464,
            subnet: '192.168.4.0/22',
          },
        },
      }),
    );
    expect(platform).toStrictEqual({
      name: 'phrase',
      server: {
        users: [
          { name: 'phrase_admin', sudo: true, publicKey: 'keys/admin.pub' },
          { name: 'phrase_user', sudo: false, publicKey: 'keys/user.pub' },
        ],
        packages: ['curl'],
      },
      edge: {
        tls: { mode: 'self-signed' },
        showRelease: true,
        memory: 1024 * MiB,
        signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
      },
      data: { postgres: { readers: ['developer'], memory: 2048 * MiB }, redis: { memory: 64 * MiB } },
      services: {
        api: {
          source: { kind: 'context', context: 'services/api' },
          hosts: ['api.example.com', '*.api.example.com'],
          port: 3000,
          protocol: 'http2',
          replicas: 3,
          health: { path: '/status?deep=1', interval: 500, timeout: 2000, outside: false },
          deploy: {
            prepare: '/deploy/prepare',
            ready: '/deploy/ready',
            drain: 2 * minute,
            boot: 90_000,
            look: 45_000,
            migrate: 60 * minute,
            migrateLock: 10 * minute,
            snapshot: true,
            bake: 0,
            errors: 0.007,
            keep: 12,
            stopGrace: 3 * minute,
          },
          sticky: { header: 'x-account' },
          protect: [{ path: '/', users: ['ada'], forwardAuthorization: true }],
          block: ['/deploy', '/status'],
          escapedSlashes: 'reject',
          limits: [
            { path: '/', requests: 10, per: 1000 },
            { path: '/api', requests: 10, per: 3_600_000, burst: 20 },
          ],
          access: [{ path: '/', allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.7/32'] }],
          uses: ['redis', 'postgres'],
          migrate: ['node', 'migrate.js'],
          migrations: 'services/api/migrations',
          errorPages: {},
          compress: { what: 'all', brotli: true },
          headers: { ...ownHeaders, 'x-frame-options': 'DENY', 'x-own': 'a' },
          environment: { LOG_LEVEL: 'info' },
          memory: 1024 * MiB,
          pids: 64,
          readOnly: true,
        },
      },
      targets: {
        far: {
          host: 'ssh://deploy@example.com:2222',
          http: 80,
          https: 443,
          trustedProxies: ['10.0.0.0/8'],
          metrics: 9464,
          subnet: '192.168.4.0/22',
        },
      },
    });
  });

  test('the same ports and subnets on different engines are fine', () => {
    const targets = { here: { http: 80, https: 443 }, there: { host: 'ssh://there', http: 80, https: 443 } };
    expect(Object.keys(parsePlatform({ ...least, targets }).targets)).toEqual(['here', 'there']);
  });

  test('a service may have every host that no other has, beside a wildcard and its exception', () => {
    const { site } = least.services;
    const services = {
      rest: { ...site, hosts: ['*'] },
      tenants: { ...site, hosts: ['*.example.com'] },
      api: { ...site, hosts: ['api.example.com', '127.0.0.1'] },
    };
    expect(Object.keys(parsePlatform({ ...least, services }).services)).toEqual(['rest', 'tenants', 'api']);
  });

  test('a blocked path inside a protected one is fine, and so is a protected one inside another', () => {
    const paths = {
      protect: [
        { path: '/admin', users: ['ada'] },
        { path: '/admin/keys', users: ['bob'] },
      ],
      block: ['/admin/debug', '/administrators'],
    };
    const services = { site: { ...least.services.site, ...paths } };
    expect(parsePlatform({ ...least, services }).services.site).toMatchObject(paths);
  });

  test('a migration that is given little time waits no longer than that for its lock', () => {
    const site = { ...least.services.site, deploy: { migrate: '10s' } };
    expect(parsePlatform({ ...least, services: { site } }).services.site?.deploy.migrateLock).toBe(10_000);
  });

  test('fields written as undefined are absent', () => {
    const { site } = least.services;
    const undecided = { ...site, project: undefined, health: undefined, deploy: { prepare: undefined } };
    expect(parsePlatform({ ...least, services: { site: undecided } })).toStrictEqual(parsePlatform(least));
  });
});

describe('mistakes', () => {
  test('come together, without a file', async () => {
    const error = await configErrorOf(() => parsePlatform({ ...least, name: 'A', targets: {} }));
    expect(error.mistakes).toEqual([
      {
        path: 'name',
        message:
          'name: must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most 30 characters (got "A"); write "a"',
      },
      {
        path: 'targets',
        message:
          'targets: must name at least one target (got {}); write { local: { http: 8080, https: 8443 } }',
      },
    ]);
    expect(error.message).toBe(error.mistakes.map(({ message }) => message).join('\n'));
  });

  test.each([[undefined], [null], [7], ['phrase'], [[]]])(
    'something else than an object: %j',
    async (input) => {
      const error = await configErrorOf(() => parsePlatform(input));
      expect(error.mistakes).toMatchObject([{ path: 'platform' }]);
    },
  );

  test('can be in a value that contains itself', async () => {
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    const error = await configErrorOf(() => parsePlatform({ ...least, name: endless }));
    expect(error.message).toBe('name: must be a name (got { self: { self: { self: … } } }); write "phrase"');
  });

  test('beside a mistake of its own, a field takes part in no rule', async () => {
    const site = { ...least.services.site, deploy: { prepare: 7, ready: '/ready' }, block: ['/ready'] };
    const error = await configErrorOf(() => parsePlatform({ ...least, services: { site } }));
    expect(error.mistakes.map(({ path }) => path)).toEqual(['services.site.deploy.prepare']);
  });
});

describe('several hosts', () => {
  const hosts = [
    { host: 'ssh://deploy@a.test', address: '10.0.0.7' },
    { host: 'ssh://deploy@b.test', address: '10.0.0.8' },
  ];
  const targetOf = (target: object) =>
    parsePlatform({ ...least, targets: { prod: { http: 80, https: 443, ...target } } }).targets.prod;

  test('are kept, and the first is the host of those who know of one', () => {
    expect(targetOf({ hosts })).toMatchObject({ host: 'ssh://deploy@a.test', hosts });
  });

  test('of which there is one are a host', () => {
    expect(targetOf({ hosts: hosts.slice(0, 1) })).toMatchObject({ host: 'ssh://deploy@a.test' });
    expect(targetOf({ hosts: hosts.slice(0, 1) })).not.toHaveProperty('hosts');
  });

  test('are what several machines are, by name and by their addresses in the network', () => {
    expect(targetOf({ machine: { hosts: 2, network: '10.9.0.0/16' } })).toMatchObject({
      host: 'ssh://host1',
      hosts: [
        { host: 'ssh://host1', address: '10.9.0.11' },
        { host: 'ssh://host2', address: '10.9.0.12' },
      ],
    });
  });

  test('are not what one machine is', () => {
    expect(targetOf({ machine: {} })).toMatchObject({ host: 'ssh://host1' });
    expect(targetOf({ machine: {} })).not.toHaveProperty('hosts');
  });
});
