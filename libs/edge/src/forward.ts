import { type Canary, canaryWays } from './canary.ts';
import { clusterName } from './cluster.ts';
import { held } from './filters/pause.ts';
import type { LiveRelease } from './live.ts';
import { extension, overwrite, type RetryPolicy, type Route, type RouteMatch } from './messages.ts';
import { releaseHeader, replicaHeader } from './release-headers.ts';
import type { Way } from './way.ts';

/** Where a service's requests go: to its releases, or to nobody before the first one. */
export interface Destination {
  readonly service: string;
  readonly serving?: LiveRelease;
  readonly canary?: Canary;
  readonly showRelease: boolean;
  readonly paused: boolean;
}

/** Routes that forward what `match` finds; without a release they answer 503. */
export function forward(destination: Destination, name: string, match: RouteMatch): Route[] {
  const { service, serving } = destination;
  if (!serving) return [{ ...noRelease, name: `${service}/${name}`, match }];
  const waiting = destination.paused ? held(service) : {};
  const routes = waysTo({ ...destination, serving }).flatMap((way) => [
    route(`${service}/${name}`, safely({ ...match, ...way.match }), way, safeRetries),
    route(`${service}/${name}`, { ...match, ...way.match }, way, carefulRetries),
  ]);
  return routes.map((route) => ({ ...route, ...waiting }));
}

type Released = Destination & { readonly serving: LiveRelease };

function waysTo({ canary, ...released }: Released): Way[] {
  return canary ? canaryWays({ ...released, canary }) : [onlyWay(released)];
}

const onlyWay = ({ service, serving, showRelease }: Released): Way => ({
  target: { cluster: clusterName(service, serving.release) },
  headers: showRelease ? [releaseHeader(service, serving), replicaHeader] : [],
});

const route = (
  name: string,
  match: RouteMatch,
  { target, headers }: Way,
  retry_policy: RetryPolicy,
): Route => ({
  name,
  match,
  // uploads, event streams and websockets last; silence ends them
  route: { ...target, timeout: '0s', retry_policy },
  response_headers_to_add: headers.length > 0 ? headers : undefined,
});

const noRelease = {
  direct_response: { status: 503, body: { inline_string: 'This service has no release yet.' } },
  response_headers_to_add: [overwrite('retry-after', '10')],
} satisfies Partial<Route>;

const safely = (match: RouteMatch): RouteMatch => ({
  ...match,
  headers: [
    ...(match.headers ?? []),
    { name: ':method', string_match: { safe_regex: { regex: 'GET|HEAD|OPTIONS' } } },
  ],
});

const retries = {
  // so that a replica may take no connections for a moment, as a cold one under a burst
  num_retries: 5,
  retry_host_predicate: [
    extension(
      'envoy.retry_host_predicates.previous_hosts',
      'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate',
    ),
  ],
  host_selection_retry_max_attempts: 5,
  retry_back_off: { base_interval: '0.025s', max_interval: '0.25s' },
} satisfies Partial<RetryPolicy>;

const safeRetries: RetryPolicy = {
  retry_on: 'connect-failure,refused-stream,reset,retriable-status-codes',
  retriable_status_codes: [503],
  ...retries,
};

// only where the application cannot have seen the request
const carefulRetries: RetryPolicy = {
  retry_on: 'connect-failure,refused-stream,reset-before-request',
  ...retries,
};
