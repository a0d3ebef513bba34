import type { Plan } from '@causeway/plan';
import { accessLog } from './access-log.ts';
import { clientAddress, type Peer } from './client-address.ts';
import { errorPages } from './error-pages.ts';
import { filterChain } from './filters/index.ts';
import { routerFilter } from './filters/router.ts';
import { type Extension, extension, type HttpConnectionManager } from './messages.ts';
import { fileNames, source } from './resource-file.ts';
import { scopedRoutes } from './scope.ts';

export type Scheme = 'http' | 'https';

/** Reads requests and hands them to the filters; `scheme` names its counters and its routes. */
export const connectionManager = (plan: Plan, scheme: Scheme, peer: Peer): Extension =>
  extension(
    'envoy.filters.network.http_connection_manager',
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: scheme,
      ...routesOf[scheme](plan),
      http_filters: httpFilters[scheme],
      access_log: [accessLog(peer)],
      ...identity,
      ...clientAddress(plan, peer),
      ...limits,
      ...timeouts,
      ...errorPages(),
    },
  );

const routesOf = {
  http: (plan: Plan) =>
    ({
      rds: { route_config_name: 'http', config_source: source(plan, fileNames.httpRoutes) },
    }) satisfies Partial<HttpConnectionManager>,
  https: scopedRoutes,
};

// the http listener only redirects
const httpFilters = { http: [routerFilter], https: filterChain };

const identity = {
  server_name: 'causeway',
  generate_request_id: true,
  always_set_request_id_in_response: true,
  strip_trailing_host_dot: true,
  upgrade_configs: [{ upgrade_type: 'websocket' }],
} satisfies Partial<HttpConnectionManager>;

const limits = {
  max_request_headers_kb: 60,
  common_http_protocol_options: {
    idle_timeout: '300s',
    max_headers_count: 100,
    // WSGI and CGI fold `_` and `-` into one, so such a header can pose as another
    headers_with_underscores_action: 'REJECT_REQUEST',
  },
  http2_protocol_options: {
    max_concurrent_streams: 100,
    initial_stream_window_size: 65_536,
    initial_connection_window_size: 1_048_576,
    // one malformed request ends its stream; else the whole connection would hang until the delayed close
    override_stream_error_on_invalid_http_message: true,
  },
} satisfies Partial<HttpConnectionManager>;

const timeouts = {
  // slow headers are an attack, slow bodies are uploads
  request_headers_timeout: '10s',
  request_timeout: '0s',
  // the only bound on uploads, event streams and websockets: silence
  stream_idle_timeout: '300s',
  // after the last byte was given to the kernel a slow client may still be reading; by default it is cut after 1 s without progress
  delayed_close_timeout: '60s',
} satisfies Partial<HttpConnectionManager>;
