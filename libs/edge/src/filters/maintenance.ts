import type { ServicePlan } from '@causeway/plan';
import type { LiveService } from '../live.ts';
import { overwrite, type Route } from '../messages.ts';
import { unguarded } from './authenticated.ts';
import type { EdgeFilter } from './filter.ts';

type Maintenance = NonNullable<LiveService['maintenance']>;

/** The most that a page may have; Envoy holds it in memory. */
export const maintenancePageLimit = 64 * 1024;

/** Answers every request itself, before anybody is asked for a password. */
export const maintenance: EdgeFilter = {
  name: 'maintenance',
  routes: ({ service, maintenance }) => (maintenance ? [closed(service, maintenance)] : []),
};

const closed = (service: ServicePlan, { retryAfter, page }: Maintenance): Route => ({
  name: `${service.name}/maintenance${page === undefined ? '' : '-page'}`,
  match: { prefix: '/' },
  direct_response: { status: 503, body: { inline_string: sized(service.name, page ?? notice) } },
  ...unguarded(service),
  response_headers_to_add: [
    overwrite('retry-after', String(retryAfter)),
    overwrite('cache-control', 'no-store'),
    ...(page === undefined ? [] : [overwrite('content-type', 'text/html; charset=utf-8')]),
  ],
});

const notice = 'This service is under maintenance. Please come back soon.';

function sized(service: string, page: string): string {
  const size = Buffer.byteLength(page);
  if (size <= maintenancePageLimit) return page;
  throw new Error(
    `${service}: the maintenance page has ${size} bytes; the edge serves at most ${maintenancePageLimit}, so link its images and styles from elsewhere`,
  );
}
