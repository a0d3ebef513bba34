import type { ProtectedPathPlan, ServicePlan } from '@causeway/plan';
import { any, extension, type Policy, type Principal, type RBAC, type Route } from '../messages.ts';
import { pathPattern } from '../paths.ts';
import type { EdgeFilter } from './filter.ts';
import { protect } from './protect.ts';

const name = 'authenticated';

const perRoute = 'envoy.extensions.filters.http.rbac.v3.RBACPerRoute';

/**
 * Refuses a protected path to everybody whom basic auth has not let pass as one of its users: it looks at the path
 * itself, so that a route which forgets to ask stays shut.
 */
export const authenticated: EdgeFilter = {
  name,
  // what stands on the host counts for each of its routes
  chain: { ...extension(name, 'envoy.extensions.filters.http.rbac.v3.RBAC'), disabled: true },
  host: ({ service }) =>
    isProtected(service)
      ? any('envoy.config.route.v3.FilterConfig', {
          config: any(perRoute, { rbac: { rules: guard(service.protect) } }),
        })
      : undefined,
  routes: () => [],
};

/** For routes that forward nothing: their answer is for everybody. */
export const unguarded = (service: ServicePlan): Pick<Route, 'typed_per_filter_config'> => ({
  ...(isProtected(service) && { typed_per_filter_config: { [name]: any(perRoute) } }),
});

const isProtected = ({ protect }: ServicePlan): boolean => protect.length > 0;

const guard = (paths: readonly ProtectedPathPlan[]): RBAC => ({
  action: 'DENY',
  policies: Object.fromEntries(
    paths.toSorted(byPath).map((path): [string, Policy] => [
      `${name}:${path.path}`,
      {
        permissions: [{ url_path: { path: { safe_regex: { regex: pathPattern(path.path) } } } }],
        principals: [{ not_id: oneOf(usersBelow(paths, path)) }],
      },
    ]),
  ),
});

const byPath = (a: ProtectedPathPlan, b: ProtectedPathPlan) => (a.path < b.path ? -1 : 1);

/** A path below has users of its own, who are not this one's. */
const usersBelow = (paths: readonly ProtectedPathPlan[], path: ProtectedPathPlan): string[] =>
  [
    ...new Set(paths.filter((other) => isBelow(path.path, other.path)).flatMap(({ users }) => users)),
  ].toSorted();

function isBelow(path: string, other: string): boolean {
  const [rule, asked] = [path.replace(/\/$/, '').toLowerCase(), other.toLowerCase()];
  return asked.startsWith(rule) && !/^[a-z0-9_-]/.test(asked.slice(rule.length));
}

const oneOf = (users: readonly string[]): Principal => ({
  or_ids: {
    ids: users.map(
      (user): Principal => ({
        sourced_metadata: {
          metadata_matcher: {
            filter: protect,
            path: [{ key: 'username' }],
            value: { string_match: { exact: user } },
          },
        },
      }),
    ),
  },
});
