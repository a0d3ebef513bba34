import type { AccessPlan, ServicePlan } from '@causeway/plan';
import { cidrRange } from '../client-address.ts';
import { any, type CidrRange, extension, type Policy, type Principal } from '../messages.ts';
import { pathPattern } from '../paths.ts';
import type { EdgeFilter } from './filter.ts';

const name = 'access';

/** Refuses paths to networks that may not ask for them. */
export const access: EdgeFilter = {
  name,
  chain: { ...extension(name, 'envoy.extensions.filters.http.rbac.v3.RBAC'), disabled: true },
  host: ({ service }) => (service.access?.length ? guard(service.access) : undefined),
  routes: () => [],
};

const guard = (entries: NonNullable<ServicePlan['access']>) =>
  any('envoy.config.route.v3.FilterConfig', {
    config: any('envoy.extensions.filters.http.rbac.v3.RBACPerRoute', {
      rbac: { rules: { action: 'DENY', policies: Object.fromEntries(entries.toSorted(byPath).map(policy)) } },
    }),
  });

const byPath = (a: AccessPlan, b: AccessPlan) => (a.path < b.path ? -1 : 1);

const policy = ({ path, allow, deny }: AccessPlan): [string, Policy] => [
  `${name}:${path}`,
  {
    permissions: [{ url_path: { path: { safe_regex: { regex: pathPattern(path) } } } }],
    principals: [
      ...(deny ?? []).toSorted().flatMap(addresses),
      ...(allow ? [noneOf(allow.toSorted().flatMap(addresses))] : []),
    ],
  },
];

const noneOf = (ids: readonly Principal[]): Principal => ({ not_id: { or_ids: { ids } } });

function addresses(network: string): Principal[] {
  const { address_prefix, prefix_len } = cidrRange(network);
  const own: Principal = { remote_ip: { address_prefix, prefix_len } };
  if (address_prefix.includes(':')) return [own];
  // a proxy may name an IPv4 client in IPv6's form
  const mapped: CidrRange = {
    address_prefix: `::ffff:${address_prefix}`,
    prefix_len: 96 + Number(prefix_len),
  };
  return [own, { remote_ip: mapped }];
}
