import type { MetricsPlan, Plan } from '@causeway/plan';
import {
  type Cluster,
  extension,
  type HeaderMatcher,
  type Listener,
  type RouteConfiguration,
} from './messages.ts';

const name = 'metrics';

/** Answers Prometheus, and nothing else of the admin interface, where nobody from outside comes. */
export const metricsListeners = ({ edge: { metrics } }: Plan): Listener[] =>
  metrics ? [metricsListener(metrics)] : [];

/** The edge itself, asked by its own socket; part of the bootstrap, since no release changes it. */
export const metricsClusters = ({ edge: { metrics } }: Plan): Cluster[] =>
  metrics ? [adminCluster(metrics)] : [];

const metricsListener = ({ address, port }: MetricsPlan): Listener => ({
  name,
  address: { socket_address: { address, port_value: port } },
  // the network may come later than the edge
  freebind: true,
  // a flood of clients must not blind who looks for its cause
  ignore_global_conn_limit: true,
  per_connection_buffer_limit_bytes: 32_768,
  filter_chains: [
    {
      filters: [
        extension(
          'envoy.filters.network.http_connection_manager',
          'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
          {
            stat_prefix: name,
            codec_type: 'HTTP1',
            route_config: routes,
            http_filters: [extension('router', 'envoy.extensions.filters.http.router.v3.Router')],
            common_http_protocol_options: { idle_timeout: '120s' },
            request_headers_timeout: '10s',
          },
        ),
      ],
    },
  ],
});

const routes: RouteConfiguration = {
  name,
  virtual_hosts: [
    {
      name,
      domains: ['*'],
      routes: [
        {
          name,
          match: { path: '/metrics', headers: [exactly(':method', 'GET'), exactly(':path', '/metrics')] },
          // what has never been counted is no news
          route: { cluster: name, prefix_rewrite: '/stats/prometheus?usedonly', timeout: '10s' },
        },
      ],
    },
  ],
};

function exactly(header: string, exact: string): HeaderMatcher {
  return { name: header, string_match: { exact } };
}

const adminCluster = ({ ownAdminSocket }: MetricsPlan): Cluster => ({
  name,
  type: 'STATIC',
  connect_timeout: '1s',
  load_assignment: {
    cluster_name: name,
    endpoints: [{ lb_endpoints: [{ endpoint: { address: { pipe: { path: ownAdminSocket } } } }] }],
  },
});
