import type { FrontPlan } from '@causeway/plan';
import {
  type Bootstrap,
  type Cluster,
  extension,
  type HealthCheck,
  type Listener,
  type OutlierDetection,
} from './messages.ts';
import { json } from './resource-file.ts';

/** Envoy as a balancer of TCP connections in front of several hosts, whose edges it tells who the client is. */
export function renderBalancer(plan: FrontPlan): string {
  const bootstrap: Bootstrap = {
    node: { id: plan.name, cluster: plan.name },
    static_resources: {
      listeners: plan.ports.map(listener),
      clusters: plan.ports.map((port) => cluster(plan, port)),
    },
  };
  return json(bootstrap);
}

const nameOf = (port: number): string => `hosts-${port}`;

const listener = (port: number): Listener => ({
  name: nameOf(port),
  address: { socket_address: { address: '0.0.0.0', port_value: port } },
  filter_chains: [
    {
      filters: [
        extension(
          'envoy.filters.network.tcp_proxy',
          'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
          {
            stat_prefix: nameOf(port),
            cluster: nameOf(port),
            // a host that has just gone is left out only after its next health check
            max_connect_attempts: 3,
            // the edges end what is silent too long
            idle_timeout: '0s',
          },
        ),
      ],
    },
  ],
});

const cluster = ({ hosts }: FrontPlan, port: number): Cluster => ({
  name: nameOf(port),
  type: 'STATIC',
  lb_policy: 'ROUND_ROBIN',
  connect_timeout: '1s',
  load_assignment: {
    cluster_name: nameOf(port),
    endpoints: [
      {
        lb_endpoints: hosts.map((address) => ({
          endpoint: { address: { socket_address: { address, port_value: port } } },
        })),
      },
    ],
  },
  health_checks: [healthCheck],
  outlier_detection: outlierDetection,
  transport_socket: extension(
    'envoy.transport_sockets.upstream_proxy_protocol',
    'envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport',
    {
      config: { version: 'V2' },
      transport_socket: extension(
        'envoy.transport_sockets.raw_buffer',
        'envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer',
      ),
    },
  ),
});

/** Whether the edge takes connections. */
const healthCheck: HealthCheck = {
  timeout: '1s',
  interval: '1s',
  unhealthy_threshold: 2,
  healthy_threshold: 1,
  tcp_health_check: {},
};

/** One that refuses clients between two checks. */
const outlierDetection: OutlierDetection = {
  consecutive_5xx: 3,
  interval: '1s',
  base_ejection_time: '5s',
  max_ejection_percent: 50,
};
