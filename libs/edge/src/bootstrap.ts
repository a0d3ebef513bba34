import type { Plan } from '@causeway/plan';
import { any, type Bootstrap, extension, type OverloadManager, type Trigger } from './messages.ts';
import { metricsClusters } from './metrics.ts';
import { fileNames, json, source } from './resource-file.ts';

/** The edge's static configuration: a change of it replaces the edge's container. */
export function renderBootstrap(plan: Plan): string {
  const bootstrap: Bootstrap = {
    node: { id: `${plan.prefix}-edge`, cluster: plan.prefix },
    admin: { address: { pipe: { path: plan.edge.adminSocket, mode: 0o600 } } },
    dynamic_resources: {
      lds_config: source(plan, fileNames.listeners),
      cds_config: source(plan, fileNames.clusters),
    },
    static_resources: plan.edge.metrics && { clusters: metricsClusters(plan) },
    layered_runtime: { layers: [{ name: 'limits', static_layer: runtimeLimits }] },
    overload_manager: overloadManager(edgeMemory(plan)),
    // without tags every release's cluster would be a metric name of its own
    stats_config: { use_all_default_tags: true },
  };
  return json(bootstrap);
}

const runtimeLimits = {
  // the rules' expressions are ours: 500 for each segment of a path and 18 for each character; Envoy refuses more than 100 by default
  're2.max_program_size.error_level': 8000,
  're2.max_program_size.warn_level': 8000,
  // a client that sends many requests at once keeps the worker from all others for two milliseconds; one at a time costs a fifth more
  'http.max_requests_per_io_cycle': 10,
  // who takes back most of so many requests within a second of asking only wants to cost something
  'overload.premature_reset_total_stream_count': 500,
  'overload.premature_reset_min_stream_lifetime_seconds': 1,
};

function edgeMemory(plan: Plan): number {
  const edge = plan.containers.find(({ role }) => role === 'edge');
  if (!edge) throw new Error(`plan of ${plan.prefix}: containers has no edge; add one with its memory limit`);
  return edge.memory;
}

/** Sheds load step by step before the container's limit kills the edge. `memory` in bytes. */
function overloadManager(memory: number): OverloadManager {
  return {
    refresh_interval: '0.25s',
    resource_monitors: [
      extension(heapMonitor, 'envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', {
        // the rest of the limit is for what the allocator does not count
        max_heap_size_bytes: Math.floor(memory * 0.8),
      }),
      extension(
        'envoy.resource_monitors.global_downstream_max_connections',
        'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
        { max_active_downstream_connections: maxConnections },
      ),
    ],
    actions: [
      {
        name: 'envoy.overload_actions.reduce_timeouts',
        triggers: [scaledTrigger(0.85, 0.95)],
        typed_config: reducedTimeouts,
      },
      { name: 'envoy.overload_actions.shrink_heap', triggers: [trigger(0.9)] },
      { name: 'envoy.overload_actions.disable_http_keepalive', triggers: [trigger(0.92)] },
      { name: 'envoy.overload_actions.stop_accepting_requests', triggers: [trigger(0.95)] },
      { name: 'envoy.overload_actions.stop_accepting_connections', triggers: [trigger(0.98)] },
    ],
  };
}

const heapMonitor = 'envoy.resource_monitors.fixed_heap';

// far above a small team's traffic; under attack the heap's triggers mostly act first
const maxConnections = 10_000;

const trigger = (value: number): Trigger => ({ name: heapMonitor, threshold: { value } });

const scaledTrigger = (from: number, to: number): Trigger => ({
  name: heapMonitor,
  scaled: { scaling_threshold: from, saturation_threshold: to },
});

const reducedTimeouts = any('envoy.config.overload.v3.ScaleTimersOverloadActionConfig', {
  timer_scale_factors: [
    { timer: 'HTTP_DOWNSTREAM_CONNECTION_IDLE', min_timeout: '2s' },
    { timer: 'HTTP_DOWNSTREAM_STREAM_IDLE', min_timeout: '10s' },
  ],
});
