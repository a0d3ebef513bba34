import type { Plan, ServicePlan } from '@causeway/plan';
import { releaseCluster, releaseEndpoints } from './cluster.ts';
import type { EdgeSecrets, LiveRelease, LiveService } from './live.ts';
import type { Cluster, ClusterLoadAssignment, VirtualHost } from './messages.ts';
import { redirectHost, serviceHost } from './routes.ts';

/** One service's share of the edge, which can be checked alone and kept as JSON when a later one is refused. */
export interface ServiceFragment {
  readonly service: string;
  readonly https: VirtualHost;
  readonly http: VirtualHost;
  readonly clusters: readonly Cluster[];
  readonly endpoints: readonly ClusterLoadAssignment[];
}

/** `users` as in `EdgeSecrets`; a protected path whose user has no password is an error. */
export function renderFragment(
  plan: Plan,
  service: ServicePlan,
  live: LiveService,
  users: EdgeSecrets['users'],
): ServiceFragment {
  const serving = servingRelease(live);
  const destination = {
    service: service.name,
    showRelease: plan.edge.showRelease,
    ...(serving && { serving }),
  };
  const releases = live.releases.toSorted((a, b) => (a.release < b.release ? -1 : 1));
  return {
    service: service.name,
    https: serviceHost({ service, destination, users }),
    http: redirectHost(plan, service),
    clusters: releases.map((release) => releaseCluster(plan, service, release)),
    endpoints: releases.map((release) => releaseEndpoints(service.name, release)),
  };
}

function servingRelease({ service, serving, releases }: LiveService): LiveRelease | undefined {
  if (serving === undefined) return undefined;
  const release = releases.find((candidate) => candidate.release === serving);
  if (release) return release;
  throw new Error(
    `${service}: release ${serving} is to serve but is not among the live ones; start it first`,
  );
}
