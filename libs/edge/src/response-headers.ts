import type { ServicePlan } from '@causeway/plan';
import { addIfAbsent, literal, type VirtualHost } from './messages.ts';

/** What every answer of a service says besides the application's own words, and what it keeps to itself. */
export const responseHeaders = ({ headers = {} }: ServicePlan) =>
  ({
    response_headers_to_add: Object.entries(headers).map(([name, value]) =>
      addIfAbsent(name, literal(value)),
    ),
    response_headers_to_remove: namesOfSoftware,
  }) satisfies Partial<VirtualHost>;

// they tell an attacker which holes to try, and nobody else anything
const namesOfSoftware = ['x-aspnet-version', 'x-aspnetmvc-version', 'x-powered-by'];
