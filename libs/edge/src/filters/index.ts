import type { HttpFilter, Route } from '../messages.ts';
import { basicAuth } from './basic-auth.ts';
import { blockedPaths } from './blocked-paths.ts';
import type { EdgeFilter, Subject } from './filter.ts';
import { maintenance } from './maintenance.ts';
import { normalForm } from './normal-form.ts';
import { pause } from './pause.ts';
import { router } from './router.ts';

/** In the order in which a request meets them. */
export const filters: readonly EdgeFilter[] = [
  normalForm,
  blockedPaths,
  maintenance,
  pause,
  basicAuth,
  router,
];

export const filterChain: readonly HttpFilter[] = filters.flatMap(({ chain }) => chain ?? []);

/** The first route that matches wins. */
export const serviceRoutes = (subject: Subject): Route[] =>
  filters.flatMap((filter) => filter.routes(subject));
