import { extension, type Permission } from '../messages.ts';
import { ambiguous, wellFormed } from '../normal-form.ts';
import type { EdgeFilter } from './filter.ts';

const name = 'normal-form';

const path = (regex: string): Permission => ({ url_path: { path: { safe_regex: { regex } } } });

/** Refuses, for all services and before anything else, paths that applications might take for one another. */
export const normalForm: EdgeFilter = {
  name,
  chain: extension(name, 'envoy.extensions.filters.http.rbac.v3.RBAC', {
    rules: {
      action: 'DENY',
      policies: {
        [name]: {
          permissions: [{ not_rule: path(wellFormed) }, path(ambiguous)],
          principals: [{ any: true }],
        },
      },
    },
  }),
  routes: () => [],
};

/** What the access log and the error pages know a refusal by. */
export const normalFormRefusal = `rbac_access_denied_matched_policy[${name}]`;
