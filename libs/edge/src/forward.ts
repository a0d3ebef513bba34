import { clusterName } from './cluster.ts';
import type { LiveRelease } from './live.ts';
import {
  extension,
  type HeaderValueOption,
  type RetryPolicy,
  type Route,
  type RouteAction,
  type RouteMatch,
} from './messages.ts';

/** Where a service's requests go: to its serving release, or to nobody before the first one. */
export interface Destination {
  readonly service: string;
  readonly serving?: LiveRelease;
  readonly showRelease: boolean;
}

/** Routes that forward what `match` finds; without a release they answer 503. */
export function forward(destination: Destination, name: string, match: RouteMatch): Route[] {
  const { service, serving } = destination;
  if (!serving) return [{ ...noRelease, name: `${service}/${name}`, match }];
  const cluster = clusterName(service, serving.release);
  const headers = releaseHeaders(destination, serving);
  return [
    { name: `${service}/${name}`, match: safely(match), route: action(cluster, safeRetries), ...headers },
    { name: `${service}/${name}`, match, route: action(cluster, carefulRetries), ...headers },
  ];
}

const noRelease = {
  direct_response: { status: 503, body: { inline_string: 'This service has no release yet.\n' } },
  response_headers_to_add: [overwrite('retry-after', '10')],
};

const safely = (match: RouteMatch): RouteMatch => ({
  ...match,
  headers: [
    ...(match.headers ?? []),
    { name: ':method', string_match: { safe_regex: { regex: 'GET|HEAD|OPTIONS' } } },
  ],
});

const action = (cluster: string, retry_policy: RetryPolicy): RouteAction => ({
  cluster,
  // uploads, event streams and websockets last; silence ends them
  timeout: '0s',
  retry_policy,
});

const retries = {
  num_retries: 2,
  retry_host_predicate: [
    extension(
      'envoy.retry_host_predicates.previous_hosts',
      'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate',
    ),
  ],
  host_selection_retry_max_attempts: 5,
  retry_back_off: { base_interval: '0.025s', max_interval: '0.25s' },
} as const;

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

function releaseHeaders({ service, showRelease }: Destination, { version }: LiveRelease): Partial<Route> {
  if (!showRelease) return {};
  return {
    response_headers_to_add: [
      overwrite('x-release', literal(`${service}@${version}`)),
      overwrite('x-replica', '%UPSTREAM_METADATA(causeway:replica)%'),
    ],
  };
}

function overwrite(key: string, value: string): HeaderValueOption {
  return { header: { key, value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

// `%` begins a command in Envoy's formats
const literal = (text: string) => text.replaceAll('%', '%%');
