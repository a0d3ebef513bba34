import type { EdgePlan, Plan } from '@causeway/plan';
import { cidrRange } from './client-address.ts';
import type { Scheme } from './connection-manager.ts';
import { connectionBounds, httpChain, httpsChain } from './listener-parts.ts';
import { extension, type FilterChain, type Listener } from './messages.ts';

type FrontPlan = NonNullable<EdgePlan['front']>;

/**
 * The same ports on the address that the balancer in front knows: it says by the PROXY protocol who the client is, and
 * nobody else is heard there.
 */
export const frontListeners = (plan: Plan): Listener[] => {
  const { front, http, https } = plan.edge;
  if (!front) return [];
  return [
    frontListener('http', http, front, httpChain(plan)),
    frontListener('https', https, front, httpsChain(plan, 'client')),
  ];
};

const frontListener = (
  scheme: Scheme,
  port: number,
  { address, from }: FrontPlan,
  chain: FilterChain,
): Listener => ({
  name: `front-${scheme}`,
  address: { socket_address: { address, port_value: port } },
  // the address may come later than the edge
  freebind: true,
  ...connectionBounds,
  listener_filters: [
    extension(
      'envoy.filters.listener.proxy_protocol',
      'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol',
    ),
  ],
  filter_chains: [
    { filter_chain_match: { direct_source_prefix_ranges: [cidrRange(`${from}/32`)] }, ...chain },
  ],
});
