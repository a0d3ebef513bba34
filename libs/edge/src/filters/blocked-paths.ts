import type { Route } from '../messages.ts';
import { pathPattern } from '../paths.ts';
import { unguarded } from './authenticated.ts';
import type { EdgeFilter } from './filter.ts';

/** Answers 404 for the service's blocked paths, which never reach it. */
export const blockedPaths: EdgeFilter = {
  name: 'block',
  routes: ({ service }) =>
    service.block.toSorted().map(
      (path): Route => ({
        name: `${service.name}/block`,
        match: { safe_regex: { regex: pathPattern(path) } },
        direct_response: { status: 404, body: { inline_string: 'There is nothing at this address.' } },
        ...unguarded(service),
      }),
    ),
};
