import { dirname, join } from 'node:path';
import type { Plan } from '@causeway/plan';
import { any, type Cluster, httpOptionsType } from './messages.ts';

/** Where the agent answers the edge's question whether a request may go on: beside the admin socket. */
export const gateSocket = (adminSocket: string): string => join(dirname(adminSocket), 'gate.sock');

/** Request header in which the edge tells the gate whose request waits. */
export const gateServiceHeader = 'x-causeway-service';

/** With these the edge lets a request go on: it looks its route up anew only when the answer changes the request. */
export const passHeaders: Readonly<Record<string, string>> = { 'x-envoy-auth-headers-to-remove': 'x-held' };

/** No release's cluster: those have a hyphen. */
export const gateName = 'gate';

/** Always there, so that a pause changes routes alone; nothing connects to it before one. */
export function gateCluster({ edge }: Plan): Cluster {
  const address = { pipe: { path: gateSocket(edge.adminSocket) } };
  return {
    name: gateName,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: { cluster_name: gateName, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
    // each held request is an open one
    circuit_breakers: { thresholds: [{ max_requests: 100_000, max_pending_requests: 100_000 }] },
    typed_extension_protocol_options: { [httpOptionsType]: http2 },
  };
}

// requests share a connection, and so held ones cost no file descriptor each
const http2 = any(httpOptionsType, { explicit_http_config: { http2_protocol_options: {} } });
