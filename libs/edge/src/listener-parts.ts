import type { Plan } from '@causeway/plan';
import { connectionManager } from './connection-manager.ts';
import type { FilterChain, Listener } from './messages.ts';
import { tlsSocket } from './tls.ts';

type Peer = Parameters<typeof connectionManager>[2];

export const httpChain = (plan: Plan): FilterChain => ({
  filters: [connectionManager(plan, 'http', 'client')],
});

export const httpsChain = (plan: Plan, peer: Peer): FilterChain => ({
  filters: [connectionManager(plan, 'https', peer)],
  transport_socket: tlsSocket(plan),
  transport_socket_connect_timeout: '10s',
});

export const connectionBounds = {
  // small, so that many slow clients cannot fill the memory
  per_connection_buffer_limit_bytes: 32_768,
  tcp_backlog_size: 4096,
} satisfies Partial<Listener>;
