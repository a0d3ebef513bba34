import type { Plan } from '@causeway/plan';
import { chainMatch, peersOf } from './client-address.ts';
import type { Scheme } from './connection-manager.ts';
import { frontListeners } from './front.ts';
import { connectionBounds, httpChain, httpsChain } from './listener-parts.ts';
import type { FilterChain, Listener } from './messages.ts';
import { metricsListeners } from './metrics.ts';

/** Everything that a release changes sits elsewhere: a changed listener cuts websockets at the end of its drain. */
export const listeners = (plan: Plan): Listener[] => [
  httpListener(plan),
  httpsListener(plan),
  ...frontListeners(plan),
  ...metricsListeners(plan),
];

const httpListener = (plan: Plan): Listener => ({
  ...listener('http', plan.edge.http),
  filter_chains: [httpChain(plan)],
});

const httpsListener = (plan: Plan): Listener => ({
  ...listener('https', plan.edge.https),
  filter_chains: peersOf(plan).map(
    (peer): FilterChain => ({
      name: peer,
      ...chainMatch(plan, peer),
      ...httpsChain(plan, peer),
    }),
  ),
});

const listener = (name: Scheme, port: number): Listener => ({
  name,
  address: { socket_address: { address: '0.0.0.0', port_value: port } },
  ...connectionBounds,
});
