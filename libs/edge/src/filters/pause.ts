import { gateName, gateServiceHeader } from '../gate.ts';
import { any, extension, type Route } from '../messages.ts';
import type { EdgeFilter } from './filter.ts';

const name = 'pause';

/** Seconds. A gate that never answers holds nobody for longer. */
const longest = 35;

/** Holds requests of a paused service until the agent's gate lets them go; without an agent they go on. */
export const pause: EdgeFilter = {
  name,
  chain: {
    ...extension(name, 'envoy.extensions.filters.http.ext_authz.v3.ExtAuthz', {
      transport_api_version: 'V3',
      failure_mode_allow: true,
      // a held request goes by the routes that hold when it goes on
      clear_route_cache: true,
      disallowed_headers: { patterns: [{ exact: 'authorization' }] },
      http_service: {
        server_uri: { uri: 'http://gate', cluster: gateName, timeout: `${longest}s` },
        path_override: '/',
        authorization_request: {
          headers_to_add: [{ key: gateServiceHeader, value: '%METADATA(ROUTE:causeway:service)%' }],
        },
      },
    }),
    disabled: true,
  },
  routes: () => [],
};

/** What makes a route's requests wait. */
export const held = (service: string): Pick<Route, 'metadata' | 'typed_per_filter_config'> => ({
  metadata: { filter_metadata: { causeway: { service } } },
  typed_per_filter_config: {
    [name]: any('envoy.config.route.v3.FilterConfig', {
      config: any('envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute', { check_settings: {} }),
    }),
  },
});
