import { forward } from '../forward.ts';
import { extension } from '../messages.ts';
import type { EdgeFilter } from './filter.ts';

export const routerFilter = extension('router', 'envoy.extensions.filters.http.router.v3.Router', {
  // x-envoy-* is nobody's business outside
  suppress_envoy_headers: true,
});

/** Sends what is left to the serving release. */
export const router: EdgeFilter = {
  name: 'router',
  chain: routerFilter,
  routes: ({ destination }) => forward(destination, 'forward', { prefix: '/' }),
};
