import { passwordOf } from '@causeway/edge/testing';
import type { Difference, Resource } from './proxies/our-edge.ts';
import { rules } from './proxies/proxy.ts';

/** One thing that differs from an edge with all defaults on. */
export interface Feature extends Difference {
  readonly name: string;
  /** A row of what is on by default shows what is saved without it; the others what it adds. */
  readonly is: 'off' | 'on';
  /** Another backend than HTTP/1.1. */
  readonly http2Backend?: true;
  /** What is asked for instead of the open path. */
  readonly asks?: { readonly path: string; readonly headers: readonly string[] };
}

/** What all rows are held against. */
export const defaults: Feature = { name: 'all defaults', is: 'on' };

const password = Buffer.from(`${rules.user}:${passwordOf(rules.user)}`).toString('base64');

/** As the user can switch them, and then what nobody can, taken out of the files. */
export const features: readonly Feature[] = [
  { name: 'compress', is: 'off', service: { compress: { what: 'nothing' } } },
  { name: 'block', is: 'off', service: { block: [] } },
  { name: 'protect', is: 'off', service: { protect: [] } },
  { name: 'headers', is: 'off', service: { headers: noHeaders() } },
  { name: 'showRelease', is: 'on', edge: { showRelease: true } },
  { name: 'block, 10 paths', is: 'on', service: { block: paths(10) } },
  { name: 'limits', is: 'on', service: { limits: [{ requests: 1_000_000, per: '1s' }] } },
  { name: 'access', is: 'on', service: { access: [{ path: '/', deny: ['198.51.100.0/24'] }] } },
  { name: "escapedSlashes: 'reject'", is: 'on', service: { escapedSlashes: 'reject' } },
  { name: 'compress: all, brotli', is: 'on', service: { compress: { what: 'all', brotli: true } } },
  { name: 'metrics', is: 'on', target: { metrics: 9464 } },
  { name: 'trustedProxies', is: 'on', target: { trustedProxies: ['198.51.100.0/24'] } },
  { name: "protocol: 'http2'", is: 'on', service: { protocol: 'http2' }, http2Backend: true },
  {
    name: 'a protected path with its password',
    is: 'on',
    asks: { path: rules.protected, headers: [`Authorization: Basic ${password}`] },
  },
  { name: 'access log', is: 'off', without: listener((manager) => delete manager.access_log) },
  { name: 'normal form', is: 'off', without: listener(withoutFilter('normal-form')) },
  { name: 'filters that wait to be switched on', is: 'off', without: listener(withoutDisabled) },
  {
    name: 'spoofable headers removed',
    is: 'off',
    without: listener((manager) => delete manager.early_header_mutation_extensions),
  },
  { name: 'error pages', is: 'off', without: listener((manager) => delete manager.local_reply_config) },
  { name: 'time limits of requests', is: 'off', without: listener(withoutTimeLimits) },
  { name: 'retries', is: 'off', without: routes((route) => delete route.route?.retry_policy) },
  { name: 'outlier detection', is: 'off', without: clusters((cluster) => delete cluster.outlier_detection) },
];

function paths(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `/internal/part-${index}`);
}

function noHeaders(): Record<string, string> {
  return { ...Object.fromEntries(Object.keys(rules.headers).map((name) => [name, ''])) };
}

/** Changes the connection manager of the HTTPS listener. */
function listener(change: (manager: Resource) => void): Difference['without'] {
  return {
    'lds.json': ({ name, filter_chains }) => {
      if (name === 'https') for (const { filters } of filter_chains) change(filters[0].typed_config);
    },
  };
}

function routes(change: (route: Resource) => void): Difference['without'] {
  return {
    'rds-https.json': ({ virtual_hosts }) => {
      for (const { routes } of virtual_hosts) routes.forEach(change);
    },
  };
}

function clusters(change: (cluster: Resource) => void): Difference['without'] {
  return { 'cds.json': change };
}

function withoutFilter(name: string) {
  return (manager: Resource) => {
    manager.http_filters = manager.http_filters.filter((filter: Resource) => filter.name !== name);
  };
}

/** Those that the default config uses stay: its routes name them. */
function withoutDisabled(manager: Resource): void {
  const used = ['sign-ins', 'protect', 'authenticated', 'compress-assets-gzip'];
  manager.http_filters = manager.http_filters.filter(
    ({ name, disabled }: Resource) => !disabled || used.includes(name),
  );
}

function withoutTimeLimits(manager: Resource): void {
  delete manager.request_headers_timeout;
  manager.stream_idle_timeout = '0s';
}
