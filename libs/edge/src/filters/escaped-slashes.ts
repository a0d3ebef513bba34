import { unguarded } from './authenticated.ts';
import type { EdgeFilter } from './filter.ts';

/** Refuses paths with an escaped slash where the application must never see one. */
export const escapedSlashes: EdgeFilter = {
  name: 'escaped-slashes',
  routes: ({ service }) => {
    if (service.escapedSlashes !== 'reject') return [];
    return [
      {
        name: `${service.name}/escaped-slashes`,
        match: { safe_regex: { regex: '[^?]*%2[Ff].*' } },
        direct_response: { status: 400, body: { inline_string: words } },
        ...unguarded(service),
      },
    ];
  },
};

const words = 'This application takes no escaped slashes (%2F) in the path of an address.';
