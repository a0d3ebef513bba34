import type { Plan, ServicePlan } from '@causeway/plan';
import { forwardedHeaders } from './client-address.ts';
import type { Scheme } from './connection-manager.ts';
import type { Subject } from './filters/filter.ts';
import { serviceFilters, serviceRoutes } from './filters/index.ts';
import { maintenancePageLimit } from './filters/maintenance.ts';
import type { RedirectAction, RouteConfiguration, VirtualHost } from './messages.ts';
import { withOwnPages } from './own-pages.ts';
import { responseHeaders } from './response-headers.ts';

export const routeConfiguration = (
  name: Scheme,
  virtualHosts: readonly VirtualHost[],
): RouteConfiguration => ({
  name,
  // clients send the port with every host but those on 80 and 443
  ignore_port_in_host_matching: true,
  // or a route to a cluster that is not there is taken, and answers 503
  validate_clusters: true,
  max_direct_response_body_size_bytes: maintenancePageLimit,
  virtual_hosts: virtualHosts.some(takesAnyHost) ? virtualHosts : [...virtualHosts, unknownHost],
});

const takesAnyHost = ({ domains }: VirtualHost): boolean => domains.includes('*');

export function serviceHost(subject: Subject): VirtualHost {
  const filters = serviceFilters(subject);
  return {
    name: subject.service.name,
    domains: subject.service.hosts.toSorted(),
    typed_per_filter_config: Object.keys(filters).length > 0 ? filters : undefined,
    routes: withOwnPages(subject.service, serviceRoutes(subject)),
    ...forwardedHeaders,
    ...responseHeaders(subject.service),
  };
}

/** The service's hosts on the http listener: everything goes to https, with path and query. */
export const redirectHost = (plan: Plan, service: ServicePlan): VirtualHost => ({
  name: service.name,
  domains: service.hosts.toSorted(),
  routes: [{ name: `${service.name}/https`, match: { prefix: '/' }, redirect: toHttps(plan) }],
});

const toHttps = ({ edge }: Plan): RedirectAction => ({
  https_redirect: true,
  port_redirect: isDefaultPair(edge) ? undefined : edge.https,
  response_code: 'PERMANENT_REDIRECT',
});

// only the pair of default ports leaves none in the address
const isDefaultPair = ({ http, https }: Plan['edge']) => http === 80 && https === 443;

const unknownHost: VirtualHost = {
  name: 'unknown-host',
  domains: ['*'],
  routes: [
    {
      name: 'unknown-host',
      match: { prefix: '/' },
      direct_response: { status: 421, body: { inline_string: 'No service has this host.' } },
    },
  ],
};
