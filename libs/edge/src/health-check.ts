import type { LiveRelease } from './live.ts';
import { duration, type HealthCheck, type HttpHealthCheck } from './messages.ts';

/** The edge's own look at each replica: its health path at one of the service's hosts, or else a connection. */
export function healthCheck({ health, protocol }: LiveRelease, host: string): HealthCheck {
  const { interval, timeout } = health ?? connectionCheck;
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
    ...(health
      ? { http_health_check: { ...answersOk(health.path, host), ...codec[protocol ?? 'http1'] } }
      : { tcp_health_check: {} }),
  };
}

const answersOk = (path: string, host: string): HttpHealthCheck => ({
  path,
  // frameworks refuse hosts that they do not serve
  host,
  expected_statuses: [{ start: 200, end: 201 }],
});

const codec = { http1: {}, http2: { codec_client_type: 'HTTP2' } } satisfies Record<
  string,
  Partial<HttpHealthCheck>
>;

/** Milliseconds. */
const connectionCheck = { interval: 1000, timeout: 1000 };

// a replica serves soon after it is ready
const untilHealthy = duration(100);
