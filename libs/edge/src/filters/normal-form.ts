import { extension, type ResponseMapper } from '../messages.ts';
import { ambiguous, wellFormed } from '../normal-form.ts';
import type { EdgeFilter } from './filter.ts';

const name = 'normal-form';

const path = (regex: string) => ({ url_path: { path: { safe_regex: { regex } } } });

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

/** Turns the refusal's 403 into 400, with the reason. */
export const refusal = {
  filter: {
    extension_filter: extension(
      'envoy.access_loggers.extension_filters.cel',
      'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter',
      { expression: `response.code_details == 'rbac_access_denied_matched_policy[${name}]'` },
    ),
  },
  status_code: 400,
  body: {
    inline_string:
      'The path of this address can be read in more than one way; write it without dot segments, backslashes and doubled escapes.\n',
  },
} satisfies ResponseMapper;
