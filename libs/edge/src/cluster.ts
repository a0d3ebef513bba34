import type { Plan, ServicePlan } from '@causeway/plan';
import { healthCheck } from './health-check.ts';
import type { LiveRelease } from './live.ts';
import {
  any,
  type CircuitBreakerThresholds,
  type Cluster,
  type ClusterLoadAssignment,
  type CommonLbConfig,
  httpOptionsType,
  type LbEndpoint,
  type OutlierDetection,
} from './messages.ts';
import { fileNames, polledSource } from './resource-file.ts';

export const clusterName = (service: string, release: string): string => `${service}-${release}`;

/** One release of a service, whose replicas are in a file of their own. */
export function releaseCluster(plan: Plan, service: ServicePlan, live: LiveRelease): Cluster {
  const name = clusterName(service.name, live.release);
  return {
    name,
    type: 'EDS',
    eds_cluster_config: { eds_config: polledSource(plan, fileNames.endpoints(name)) },
    lb_policy: 'ROUND_ROBIN',
    connect_timeout: connectTimeout,
    per_connection_buffer_limit_bytes: readAtOnce,
    // or a removed replica keeps its traffic while it is healthy
    ignore_health_on_host_removal: true,
    common_lb_config: loadBalancing,
    health_checks: [healthCheck(live, namedHost(service))],
    outlier_detection: outlierDetection,
    circuit_breakers: { thresholds: [circuitBreaker] },
    typed_extension_protocol_options: { [httpOptionsType]: httpOptions[live.protocol ?? 'http1'] },
    metadata: {
      filter_metadata: {
        causeway: { service: service.name, release: live.release, version: live.version },
      },
    },
  };
}

/** Bytes. With Envoy's advice of 32 KiB an answer of 100 kB over HTTP/2 costs a quarter more; an answer that is compressed holds more. */
const readAtOnce = 131_072;

/**
 * Replicas are a bridge away, where a connection takes less than a millisecond. One that has vanished answers nothing, and until
 * the edge gives it up and asks another, the request waits. One whose queue is full drops who connects, and the kernel would try
 * again after 1 s; the edge does so before that, six times in all (`forward.ts`). A connection that is given up takes all that
 * wait for one with it to their next try, so these last for a second or two and not for six times as long.
 */
const connectTimeout = '0.4s';

// as the agent asks; no application serves a host `*`
const namedHost = ({ name, hosts }: ServicePlan): string => hosts.find((host) => !host.includes('*')) ?? name;

export const releaseEndpoints = (service: string, live: LiveRelease): ClusterLoadAssignment => ({
  cluster_name: clusterName(service, live.release),
  endpoints: [
    {
      lb_endpoints: live.endpoints
        .toSorted((a, b) => a.replica - b.replica)
        .map((endpoint) => lbEndpoint(endpoint, `${service}@${live.version}`)),
    },
  ],
});

const lbEndpoint = (
  { address, port, replica }: LiveRelease['endpoints'][number],
  release: string,
): LbEndpoint => ({
  endpoint: {
    address: { socket_address: { address, port_value: port } },
    // for the access log alone
    hostname: `${release}/${replica}`,
  },
  metadata: { filter_metadata: { causeway: { replica: String(replica) } } },
});

const loadBalancing: CommonLbConfig = {
  // sending to replicas that are known to be bad helps nobody
  healthy_panic_threshold: { value: 0 },
  ignore_new_hosts_until_first_hc: true,
  // by default a change of health waits up to a second for others
  update_merge_window: '0s',
};

// answers 500 are the application's business: they would eject every replica of a buggy one
const outlierDetection: OutlierDetection = {
  interval: '1s',
  base_ejection_time: '1s',
  max_ejection_time: '10s',
  max_ejection_percent: 50,
  split_external_local_origin_errors: true,
  consecutive_gateway_failure: 5,
  enforcing_consecutive_gateway_failure: 100,
  consecutive_local_origin_failure: 2,
  enforcing_consecutive_local_origin_failure: 100,
  enforcing_consecutive_5xx: 0,
  enforcing_success_rate: 0,
  enforcing_local_origin_success_rate: 0,
};

// each websocket holds a connection, and Envoy's default is 1024
const circuitBreaker: CircuitBreakerThresholds = {
  max_connections: 10_000,
  max_pending_requests: 10_000,
  max_requests: 10_000,
  // when one of two replicas dies, half of all open requests move to the other at once
  retry_budget: { budget_percent: { value: 50 }, min_retry_concurrency: 100 },
};

const httpOptions = {
  http1: any(httpOptionsType, {
    // Below what servers keep a silent connection for (gunicorn 2 s; Node, uvicorn and Apache 5 s), and by more than a machine
    // may stand still: a POST that meets a connection which is being closed cannot be sent again.
    common_http_protocol_options: { idle_timeout: '1s' },
    explicit_http_config: { http_protocol_options: {} },
  }),
  http2: any(httpOptionsType, {
    // a server says that it closes one, and requests that it has not seen go to another
    common_http_protocol_options: { idle_timeout: '60s' },
    explicit_http_config: {
      http2_protocol_options: {
        initial_stream_window_size: 65_536,
        initial_connection_window_size: 1_048_576,
      },
    },
  }),
} as const;
