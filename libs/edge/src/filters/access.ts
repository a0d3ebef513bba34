import type { AccessPlan, ServicePlan } from '@causeway/plan';
import { cidrRange } from '../client-address.ts';
import { any, extension } from '../messages.ts';
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

const policy = ({ path, allow, deny }: AccessPlan) =>
  [
    `${name}:${path}`,
    {
      permissions: [{ url_path: { path: { safe_regex: { regex: pathPattern(path) } } } }],
      principals: [
        ...(deny ?? []).toSorted().flatMap(addresses),
        ...(allow ? [{ not_id: { or_ids: { ids: allow.toSorted().flatMap(addresses) } } }] : []),
      ],
    },
  ] as const;

function addresses(network: string) {
  const { address_prefix, prefix_len } = cidrRange(network);
  const own = { remote_ip: { address_prefix, prefix_len } };
  if (address_prefix.includes(':')) return [own];
  // a proxy may name an IPv4 client in IPv6's form
  const mapped = { address_prefix: `::ffff:${address_prefix}`, prefix_len: 96 + Number(prefix_len) };
  return [own, { remote_ip: mapped }];
}
