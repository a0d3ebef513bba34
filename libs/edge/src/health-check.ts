import type { ServicePlan } from '@causeway/plan';
import { duration, type HealthCheck } from './messages.ts';

/** The edge's own look at each replica: its health path, or else whether it takes a connection. */
export function healthCheck(service: ServicePlan): HealthCheck {
  const { interval, timeout } = service.health ?? connectionCheck;
  return {
    timeout: duration(timeout),
    interval: duration(interval),
    // Envoy's own waits a minute between checks of what has not had a request yet
    no_traffic_interval: untilHealthy,
    no_traffic_healthy_interval: duration(interval),
    unhealthy_interval: untilHealthy,
    // counts lost connections and timeouts; a wrong status ejects at once
    unhealthy_threshold: 2,
    healthy_threshold: 1,
    // a kept connection would race the replica's keep-alive timeout
    reuse_connection: false,
    ...question(service),
  };
}

function question({
  health,
  hosts,
}: ServicePlan): Pick<HealthCheck, 'http_health_check' | 'tcp_health_check'> {
  if (!health) return { tcp_health_check: {} };
  return {
    http_health_check: {
      path: health.path,
      // frameworks refuse hosts that they do not serve
      host: hosts[0] ?? 'localhost',
      expected_statuses: [{ start: 200, end: 201 }],
    },
  };
}

/** Milliseconds. */
const connectionCheck = { interval: 1000, timeout: 1000 };

// a replica serves soon after it is ready
const untilHealthy = duration(100);
