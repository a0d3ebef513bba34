import type { Plan } from '@causeway/plan';
import { chainMatch, peersOf } from './client-address.ts';
import { connectionManager, type Scheme } from './connection-manager.ts';
import { frontListeners } from './front.ts';
import type { FilterChain, Listener } from './messages.ts';
import { metricsListeners } from './metrics.ts';
import { tlsSocket } from './tls.ts';

/** Everything that a release changes sits elsewhere: a changed listener cuts websockets at the end of its drain. */
export const listeners = (plan: Plan): Listener[] => [
  httpListener(plan),
  httpsListener(plan),
  ...frontListeners(plan),
  ...metricsListeners(plan),
];

const httpListener = (plan: Plan): Listener => ({
  ...listener('http', plan.edge.http),
  filter_chains: [{ filters: [connectionManager(plan, 'http', 'client')] }],
});

const httpsListener = (plan: Plan): Listener => ({
  ...listener('https', plan.edge.https),
  filter_chains: peersOf(plan).map(
    (peer): FilterChain => ({
      name: peer,
      ...chainMatch(plan, peer),
      filters: [connectionManager(plan, 'https', peer)],
      transport_socket: tlsSocket(plan),
      transport_socket_connect_timeout: '10s',
    }),
  ),
});

const listener = (name: Scheme, port: number): Listener => ({
  name,
  address: { socket_address: { address: '0.0.0.0', port_value: port } },
  // small, so that many slow clients cannot fill the memory
  per_connection_buffer_limit_bytes: 32_768,
  tcp_backlog_size: 4096,
});
