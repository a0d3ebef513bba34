import type { Plan, ServicePlan } from '@causeway/plan';
import { releaseCluster, releaseEndpoints } from './cluster.ts';
import type { Subject } from './filters/filter.ts';
import type { Destination } from './forward.ts';
import type { EdgeSecrets, LiveRelease, LiveService } from './live.ts';
import type { Cluster, ClusterLoadAssignment, VirtualHost } from './messages.ts';
import { redirectHost, serviceHost } from './routes.ts';

/** The releases of a service with their replicas, without a route to them. */
export interface ServiceClusters {
  readonly service: string;
  readonly clusters: readonly Cluster[];
  readonly endpoints: readonly ClusterLoadAssignment[];
}

/** One service's share of the edge, which can be checked alone and kept as JSON when a later one is refused. */
export interface ServiceFragment extends ServiceClusters {
  readonly https: VirtualHost;
  readonly http: VirtualHost;
}

/** `users` as in `EdgeSecrets`; a protected path whose user has no password is an error. */
export function renderFragment(
  plan: Plan,
  service: ServicePlan,
  live: LiveService,
  users: EdgeSecrets['users'],
): ServiceFragment {
  return {
    ...renderClusters(plan, service, live),
    https: serviceHost(subjectOf(plan, service, live, users)),
    http: redirectHost(plan, service),
  };
}

export function renderClusters(plan: Plan, service: ServicePlan, live: LiveService): ServiceClusters {
  const releases = live.releases.toSorted((a, b) => (a.release < b.release ? -1 : 1));
  return {
    service: service.name,
    clusters: releases.map((release) => releaseCluster(plan, service, release)),
    endpoints: releases.map((release) => releaseEndpoints(service.name, release)),
  };
}

const subjectOf = (
  plan: Plan,
  service: ServicePlan,
  live: LiveService,
  users: EdgeSecrets['users'],
): Subject => ({
  service,
  destination: destinationOf(plan, service, live),
  users,
  edge: plan.edge,
  ...(live.maintenance && { maintenance: live.maintenance }),
});

function destinationOf(plan: Plan, service: ServicePlan, live: LiveService): Destination {
  const { serving, canary } = live;
  return {
    service: service.name,
    showRelease: plan.edge.showRelease,
    paused: live.paused ?? false,
    ...(serving !== undefined && { serving: releaseOf(live, serving) }),
    ...(canary && {
      canary: { ...canary, release: releaseOf(live, canary.release), sticky: service.sticky },
    }),
  };
}

function releaseOf({ service, releases }: LiveService, name: string): LiveRelease {
  const found = releases.find(({ release }) => release === name);
  if (found) return found;
  throw new Error(`${service}: release ${name} is to serve but is not among the live ones; start it first`);
}
