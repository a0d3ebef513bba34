import type { EdgePlan, ServicePlan, TlsPlan } from '@causeway/plan';
import type { LiveRelease, LiveService } from '../live.ts';
import { certificatesFrom } from './plan.ts';

/** What a value of a feature makes of a plain service, its edge and its state. */
export interface Change {
  readonly service?: Partial<ServicePlan>;
  readonly edge?: (services: readonly ServicePlan[]) => Partial<EdgePlan>;
  readonly release?: Partial<LiveRelease>;
  /** Of two releases. */
  readonly state?: (releases: readonly LiveRelease[]) => Omit<LiveService, 'service'>;
  /** Another service stands beside it. */
  readonly neighbour?: true;
}

const nothing: Change = {};

const serving = (releases: readonly LiveRelease[]) => ({ serving: '1', releases: releases.slice(0, 1) });

const page = '<!doctype html><title>Back soon</title><p>100 % “done”';

const tls = {
  files: { mode: 'files', directory: '/certificates', source: '/etc/causeway' },
  acme: { mode: 'acme', directory: 'https://acme.example/dir', contact: 'ann@phrase.example' },
} as const satisfies Partial<Record<TlsPlan['mode'], TlsPlan>>;

/** Every feature with its values, the default first. No value has the name of another. */
export const features = {
  state: {
    serving: { state: serving },
    unreleased: { state: () => ({ releases: [] }) },
    'next-release': { state: (releases) => ({ serving: '2', releases }) },
    canary: { state: (releases) => ({ serving: '1', releases, canary: { release: '2', percent: 5 } }) },
    paused: { state: (releases) => ({ ...serving(releases), paused: true }) },
    'paused-canary': {
      state: (releases) => ({
        serving: '1',
        releases,
        canary: { release: '2', percent: 12.5 },
        paused: true,
      }),
    },
    maintenance: { state: (releases) => ({ ...serving(releases), maintenance: { retryAfter: 30 } }) },
    'maintenance-page': {
      state: (releases) => ({ ...serving(releases), maintenance: { retryAfter: 120, page } }),
    },
  },
  block: {
    'nothing-blocked': nothing,
    block: { service: { block: ['/prepare-for-deploy', '/admin/hidden'] } },
  },
  protect: {
    'nothing-protected': nothing,
    protect: { service: { protect: [{ path: '/admin', users: ['carol', 'alice'] }] } },
    forward: {
      service: {
        protect: [
          { path: '/admin', users: ['alice'], forwardAuthorization: true },
          { path: '/admin/keys', users: ['carol'] },
        ],
      },
    },
  },
  'escaped-slashes': {
    'slashes-pass': nothing,
    'slashes-rejected': { service: { escapedSlashes: 'reject' } },
  },
  limits: {
    unlimited: nothing,
    limits: {
      service: {
        limits: [
          { path: '/', requests: 100, per: 1000, burst: 300 },
          { path: '/admin', requests: 1000, per: 3_600_000, burst: 1000 },
        ],
      },
    },
  },
  access: {
    'for-all': nothing,
    access: {
      service: {
        access: [
          { path: '/admin', allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.7/32'] },
          { path: '/', deny: ['198.51.100.0/24'] },
        ],
      },
    },
  },
  'error-pages': {
    'edges-own-pages': nothing,
    'error-pages': { service: { errorPages: { any: '<p>Amiss', 404: '<p>100 % lost: {{request-id}}' } } },
  },
  compress: {
    'nothing-compressed': nothing,
    assets: { service: { compress: { what: 'assets', brotli: false } } },
    all: { service: { compress: { what: 'all', brotli: false } } },
    brotli: { service: { compress: { what: 'all', brotli: true } } },
  },
  headers: {
    'no-headers': nothing,
    headers: {
      service: { headers: { 'content-security-policy': 'report-uri /a%20b', 'x-frame-options': 'DENY' } },
    },
  },
  sticky: { cookie: nothing, 'sticky-header': { service: { sticky: { header: 'x-client' } } } },
  health: {
    tcp: nothing,
    health: { release: { health: { path: '/status', interval: 1500, timeout: 1000 } } },
  },
  protocol: {
    http1: nothing,
    http2: { service: { protocol: 'http2' }, release: { protocol: 'http2' } },
  },
  hosts: {
    localhost: nothing,
    'some-hosts': { service: { hosts: ['phrase.example', '*.phrase.example'] } },
    'any-host': { service: { hosts: ['*'] } },
  },
  services: { alone: nothing, neighbour: { neighbour: true } },
  certificates: {
    'self-signed': nothing,
    files: {
      edge: (services) => ({ tls: tls.files, certificates: certificatesFrom('files', services) }),
    },
    acme: {
      edge: (services) => ({ tls: tls.acme, certificates: certificatesFrom('acme', services) }),
    },
  },
  proxies: {
    'no-proxies': nothing,
    'trusted-proxies': { edge: () => ({ trustedProxies: ['10.0.0.0/8', '2001:db8::/32'] }) },
  },
  metrics: {
    'no-metrics': nothing,
    metrics: {
      edge: () => ({ metrics: { address: '10.213.0.1', port: 9464, ownAdminSocket: '/tmp/admin.sock' } }),
    },
  },
  ports: { 'own-ports': nothing, 'default-ports': { edge: () => ({ http: 80, https: 443 }) } },
  release: { 'release-shown': nothing, 'release-hidden': { edge: () => ({ showRelease: false }) } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Change>>>>;
