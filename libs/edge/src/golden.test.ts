import { describe, expect, test } from 'vitest';
import { renderBootstrap } from './bootstrap.ts';
import { renderEdge } from './edge.ts';
import type { LiveService } from './live.ts';
import { validate } from './testing/envoy.ts';
import { liveOn, liveRelease, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { flattenForValidation } from './validation.ts';

interface Golden {
  readonly plan: ReturnType<typeof testPlan>;
  readonly live: readonly LiveService[];
  /** The files that show it. */
  readonly shown: readonly string[];
}

const phrase = plainService('phrase');
const live = [liveOn('phrase', [5001, 5002])];

const secret = [{ path: '/admin', users: ['alice'] }];

const two = [liveRelease([5001], '1'), liveRelease([5002], '2')];

const onCanary: LiveService = {
  service: 'phrase',
  serving: '1',
  releases: two,
  canary: { release: '2', percent: 5 },
};

const onHttp2: LiveService = {
  service: 'phrase',
  serving: '1',
  releases: [
    {
      ...liveRelease([5001], '1', { path: '/status', interval: 1500, timeout: 1000 }),
      protocol: 'http2',
    },
  ],
};

const page = '<!doctype html><title>Back soon</title><p>100 % “done”';

const cases: Readonly<Record<string, Golden>> = {
  plain: {
    plan: testPlan([phrase]),
    live,
    shown: ['lds.json', 'cds.json', 'eds-phrase-1.json', 'rds-http.json', 'rds-https.json'],
  },
  block: {
    plan: testPlan([plainService('phrase', { block: ['/ready-for-deploy', '/prepare-for-deploy'] })]),
    live,
    shown: ['rds-https.json'],
  },
  'escaped-slashes': {
    plan: testPlan([plainService('phrase', { escapedSlashes: 'reject', block: ['/internal'] })]),
    live,
    shown: ['rds-https.json'],
  },
  protect: {
    plan: testPlan([
      plainService('phrase', {
        protect: [
          { path: '/admin', users: ['carol', 'alice'] },
          { path: '/admin/keys', users: ['alice'] },
        ],
      }),
    ]),
    live,
    shown: ['rds-https.json'],
  },
  'protect-by-four-workers': {
    plan: testPlan([plainService('phrase', { protect: secret })], { concurrency: 4 }),
    live,
    shown: ['rds-https.json'],
  },
  headers: {
    plan: testPlan([
      plainService('phrase', {
        headers: { 'content-security-policy': 'report-uri /a%20b', 'x-frame-options': 'DENY' },
      }),
    ]),
    live,
    shown: ['rds-https.json'],
  },
  'error-pages': {
    plan: testPlan([
      plainService('phrase', {
        block: ['/hidden'],
        errorPages: { any: '<p>Amiss', 404: '<p>100 % lost: {{request-id}}' },
      }),
    ]),
    live,
    shown: ['rds-https.json'],
  },
  metrics: {
    plan: testPlan([phrase], {
      metrics: { address: '10.213.0.1', port: 9464, ownAdminSocket: '/tmp/admin.sock' },
    }),
    live,
    shown: ['lds.json'],
  },
  'trusted-proxies': {
    plan: testPlan([phrase], { trustedProxies: ['10.0.0.0/8', '2001:db8::/32'] }),
    live,
    shown: ['lds.json'],
  },
  'compress-assets': {
    plan: testPlan([plainService('phrase', { compress: { what: 'assets', brotli: false } })]),
    live,
    shown: ['rds-https.json'],
  },
  'compress-all': {
    plan: testPlan([plainService('phrase', { compress: { what: 'all', brotli: true } })]),
    live,
    shown: ['rds-https.json'],
  },
  'http2-backend': {
    plan: testPlan([plainService('phrase', { protocol: 'http2' })]),
    live: [onHttp2],
    shown: ['cds.json'],
  },
  limits: {
    plan: testPlan([
      plainService('phrase', {
        limits: [
          { path: '/', requests: 100, per: 1000, burst: 300 },
          { path: '/api', requests: 1000, per: 3_600_000, burst: 1000 },
        ],
      }),
    ]),
    live,
    shown: ['rds-https.json'],
  },
  access: {
    plan: testPlan([
      plainService('phrase', {
        access: [
          { path: '/admin', allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.7/32'] },
          { path: '/', deny: ['198.51.100.0/24'] },
        ],
      }),
    ]),
    live,
    shown: ['rds-https.json'],
  },
  'access-limits-protect': {
    plan: testPlan([
      plainService('phrase', {
        block: ['/admin/hidden'],
        protect: [{ path: '/admin', users: ['alice'], forwardAuthorization: true }],
        limits: [{ path: '/', requests: 5, per: 60_000, burst: 5 }],
        access: [{ path: '/admin', allow: ['203.0.113.0/24'] }],
      }),
    ]),
    live: [{ ...liveOn('phrase', [5001]), paused: true }],
    shown: ['rds-https.json'],
  },
  health: {
    plan: testPlan([phrase]),
    live: [liveOn('phrase', [5001], '1', { path: '/status', interval: 1500, timeout: 1000 })],
    shown: ['cds.json'],
  },
  'health-of-any-host': {
    plan: testPlan([plainService('phrase', { hosts: ['*', '*.example', 'phrase.example'] })]),
    live: [liveOn('phrase', [5001], '1', { path: '/status', interval: 1500, timeout: 1000 })],
    shown: ['cds.json'],
  },
  unreleased: {
    plan: testPlan([plainService('phrase', { protect: [{ path: '/admin', users: ['alice'] }] })]),
    live: [],
    shown: ['cds.json', 'rds-https.json'],
  },
  front: {
    plan: testPlan([phrase], { front: { address: '192.168.56.11', from: '192.168.56.10' } }),
    live,
    shown: ['lds.json'],
  },
  'two-releases': {
    plan: testPlan([phrase]),
    live: [
      { service: 'phrase', serving: '2', releases: [liveRelease([5001], '1'), liveRelease([5002], '2')] },
    ],
    shown: ['cds.json', 'rds-https.json'],
  },
  'canary-cookie': {
    plan: testPlan([phrase]),
    live: [onCanary],
    shown: ['cds.json', 'rds-https.json'],
  },
  'canary-header': {
    plan: testPlan([plainService('phrase', { sticky: { header: 'x-client' } })]),
    live: [{ ...onCanary, canary: { release: '2', percent: 12.5 } }],
    shown: ['rds-https.json'],
  },
  'canary-protect': {
    plan: testPlan([plainService('phrase', { protect: secret })]),
    live: [onCanary],
    shown: ['rds-https.json'],
  },
  maintenance: {
    plan: testPlan([phrase]),
    live: [{ ...liveOn('phrase', [5001]), maintenance: { retryAfter: 30 } }],
    shown: ['rds-https.json'],
  },
  'maintenance-page': {
    plan: testPlan([plainService('phrase', { block: ['/hidden'], protect: secret })]),
    live: [{ ...liveOn('phrase', [5001]), maintenance: { retryAfter: 120, page } }],
    shown: ['rds-https.json'],
  },
  paused: {
    plan: testPlan([plainService('phrase', { block: ['/hidden'], protect: secret })]),
    live: [{ ...liveOn('phrase', [5001]), paused: true }],
    shown: ['cds.json', 'rds-https.json', 'srds.json'],
  },
  'paused-canary': {
    plan: testPlan([phrase]),
    live: [{ ...onCanary, paused: true }],
    shown: ['rds-https.json'],
  },
  'any-host': {
    plan: testPlan([phrase, plainService('rest', { hosts: ['*'] })]),
    live,
    shown: ['rds-http.json', 'rds-https.json'],
  },
  'two-services': {
    plan: testPlan([phrase, plainService('notes', { hosts: ['notes.example', '*.notes.example'] })]),
    live: [...live, liveOn('notes', [5003])],
    shown: ['rds-http.json', 'rds-https.json'],
  },
  'release-not-shown': {
    plan: testPlan([phrase], { showRelease: false }),
    live,
    shown: ['rds-https.json'],
  },
  'default-ports': {
    plan: testPlan([phrase], { http: 80, https: 443 }),
    live,
    shown: ['rds-http.json'],
  },
};

describe.each(Object.entries(cases))('%s', (name, { plan, live, shown }) => {
  const render = () => renderEdge(plan, live, testSecrets('alice', 'carol'));

  test.each(shown)('%s as in its golden file', async (file) => {
    await expect(render()[file]).toMatchFileSnapshot(`golden/${name}/${file}`);
  });

  test('accepted by the real binary', () => {
    expect(validate(flattenForValidation(renderBootstrap(plan), render()))).toBe('OK');
  });
});

test('bootstrap as in its golden file', async () => {
  await expect(renderBootstrap(testPlan([]))).toMatchFileSnapshot('golden/bootstrap.json');
});
