import { type Any, any, extension } from '../messages.ts';
import type { EdgeFilter, Subject } from './filter.ts';
import { signInsScript } from './sign-ins-script.ts';

const name = 'sign-ins';

/**
 * Refuses credentials from where too many have been wrong, before they are looked at. Envoy's own limits count good ones
 * too, and so would stop a browser that loads a page.
 */
export const signIns: EdgeFilter = {
  name,
  chain: {
    ...extension(name, 'envoy.extensions.filters.http.lua.v3.Lua', {
      source_codes: { [name]: { inline_string: signInsScript(name) } },
    }),
    disabled: true,
  },
  routes: () => [],
};

/** What makes a route's failed sign-ins count. */
export const countedSignIns = ({ service, edge }: Subject): Readonly<Record<string, Any>> => {
  const { failures, failuresInAll, per } = edge.signIns;
  // workers share nothing, so each has its part of what is allowed
  const each = (limit: number) => Math.max(1, Math.floor(limit / edge.concurrency));
  return {
    [name]: any('envoy.config.route.v3.FilterConfig', {
      config: any('envoy.extensions.filters.http.lua.v3.LuaPerRoute', {
        name,
        filter_context: {
          service: service.name,
          failures: each(failures),
          failures_in_all: each(failuresInAll),
          per,
        },
      }),
    }),
  };
};
