import type { Any, HttpFilter, Route } from '../messages.ts';
import { access } from './access.ts';
import { authenticated } from './authenticated.ts';
import { basicAuth } from './basic-auth.ts';
import { blockedPaths } from './blocked-paths.ts';
import { compress } from './compress.ts';
import { escapedSlashes } from './escaped-slashes.ts';
import type { EdgeFilter, Subject } from './filter.ts';
import { limits } from './limits.ts';
import { maintenance } from './maintenance.ts';
import { normalForm } from './normal-form.ts';
import { pause } from './pause.ts';
import { router } from './router.ts';
import { signIns } from './sign-ins.ts';

/** In the order in which a request meets them. */
export const filters: readonly EdgeFilter[] = [
  normalForm,
  access,
  limits,
  escapedSlashes,
  blockedPaths,
  maintenance,
  pause,
  signIns,
  basicAuth,
  authenticated,
  ...compress(),
  router,
];

export const filterChain: readonly HttpFilter[] = filters.flatMap(({ chain }) => chain ?? []);

/** The first route that matches wins. */
export const serviceRoutes = (subject: Subject): Route[] =>
  filters.flatMap((filter) => filter.routes(subject));

/** What holds on all of a service's routes, by the filter's name. */
export const serviceFilters = (subject: Subject): Readonly<Record<string, Any>> =>
  Object.fromEntries(
    filters.flatMap(({ name, host }) => {
      const config = host?.(subject);
      return config ? [[name, config]] : [];
    }),
  );
