import type { Plan } from '@causeway/plan';
import type { HttpConnectionManager, ScopedRouteConfiguration } from './messages.ts';
import { fileNames, source } from './resource-file.ts';

const name = 'https';

/** The one scope, with the whole of the routes. */
export const httpsScope: ScopedRouteConfiguration = {
  name,
  route_configuration_name: name,
  key: { fragments: [{ string_key: 'https' }] },
};

/**
 * A request keeps the routes that it came with, to its end; only those that it has by a scope are looked up anew when
 * a filter asks for it, as the pause does. The key is what the edge itself says of each request there.
 */
export const scopedRoutes = (plan: Plan) =>
  ({
    scoped_routes: {
      name,
      scope_key_builder: { fragments: [{ header_value_extractor: { name: 'x-forwarded-proto', index: 0 } }] },
      rds_config_source: source(plan, fileNames.httpsRoutes),
      scoped_rds: { scoped_rds_config_source: source(plan, fileNames.scopes) },
    },
  }) satisfies Partial<HttpConnectionManager>;
