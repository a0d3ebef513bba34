import type { Plan } from '@causeway/plan';
import { earlyHeaders, earlyHeadersOfProxies } from './early-headers.ts';
import {
  type CidrRange,
  extension,
  type FilterChainMatch,
  type HttpConnectionManager,
  overwrite,
  type VirtualHost,
} from './messages.ts';

/** Who stands at the other end of a connection. */
export type Peer = 'client' | 'proxy';

export const peersOf = ({ edge }: Plan): readonly Peer[] =>
  edge.trustedProxies ? ['proxy', 'client'] : ['client'];

/** Connections of proxies have a chain of their own: what a client says there is never read as a proxy's word. */
export const chainMatch = (plan: Plan, peer: Peer): { filter_chain_match?: FilterChainMatch } =>
  peer === 'proxy' ? { filter_chain_match: { direct_source_prefix_ranges: proxies(plan) } } : {};

/** How the edge learns who the client is. */
export const clientAddress = (plan: Plan, peer: Peer) => clientAddresses[peer](plan);

type AddressOptions = Pick<
  HttpConnectionManager,
  | 'use_remote_address'
  | 'skip_xff_append'
  | 'early_header_mutation_extensions'
  | 'original_ip_detection_extensions'
>;

const clientAddresses = {
  client: (): AddressOptions => ({
    use_remote_address: true,
    // routes say who the client is
    skip_xff_append: true,
    early_header_mutation_extensions: [earlyHeaders],
  }),
  proxy: (plan: Plan): AddressOptions => ({
    use_remote_address: false,
    early_header_mutation_extensions: [earlyHeadersOfProxies],
    original_ip_detection_extensions: [
      extension(
        'envoy.http.original_ip_detection.xff',
        'envoy.extensions.http.original_ip_detection.xff.v3.XffConfig',
        // from the right, the first address that is none of theirs
        { xff_trusted_cidrs: { cidrs: proxies(plan) }, skip_xff_append: true },
      ),
    ],
  }),
} satisfies Record<Peer, (plan: Plan) => AddressOptions>;

const proxies = ({ edge }: Plan): CidrRange[] => (edge.trustedProxies ?? []).map(cidrRange);

export function cidrRange(cidr: string): CidrRange {
  const [address_prefix = '', bits] = cidr.split('/');
  return { address_prefix, prefix_len: Number(bits) };
}

/** What applications read, whoever stands in front: one address, which nobody can forge, and the host as it was asked for. */
export const forwardedHeaders = {
  request_headers_to_add: [
    overwrite('x-forwarded-for', '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%'),
    overwrite('x-forwarded-host', '%REQ(:AUTHORITY)%'),
  ],
  request_headers_to_remove: ['x-envoy-external-address', 'x-envoy-internal'],
} satisfies Partial<VirtualHost>;
