import type { AnswerCounts, ClusterView, EndpointView } from '@causeway/edge';

/** What every edge says alike. */
export function agreed(edges: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> {
  const [first = new Map<string, string>(), ...others] = edges;
  return new Map([...first].filter(([key, value]) => others.every((other) => other.get(key) === value)));
}

export function summedCounts(edges: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [key, count] of edges.flatMap((edge) => [...edge])) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}

export function summedAnswers(edges: readonly AnswerCounts[]): AnswerCounts {
  return {
    served: edges.reduce((sum, { served }) => sum + served, 0),
    failed: edges.reduce((sum, { failed }) => sum + failed, 0),
    unsent: edges.reduce((sum, { unsent }) => sum + unsent, 0),
  };
}

/** An edge that does not know a cluster yet sends nobody there, and has no say about it. */
export function mergedClusters(
  edges: readonly ReadonlyMap<string, ClusterView>[],
): ReadonlyMap<string, ClusterView> {
  const names = new Set(edges.flatMap((edge) => [...edge.keys()]));
  return new Map(
    [...names].map((name) => [name, mergedCluster(edges.flatMap((edge) => edge.get(name) ?? []))]),
  );
}

function mergedCluster(views: readonly ClusterView[]): ClusterView {
  const [only] = views;
  if (only && views.length === 1) return only;
  const endpoints = views.flatMap((view) => view.endpoints);
  const keys = new Set(endpoints.map(endpointKey));
  return {
    cluster: only?.cluster ?? '',
    endpoints: [...keys].flatMap((key) =>
      mergedEndpoint(
        endpoints.filter((each) => endpointKey(each) === key),
        views.length,
      ),
    ),
    activeRequests: views.reduce((sum, view) => sum + view.activeRequests, 0),
    totalRequests: views.reduce((sum, view) => sum + view.totalRequests, 0),
  };
}

const endpointKey = ({ address, port }: EndpointView) => `${address}:${port}`;

/** Healthy when every edge that knows the cluster says so. */
function mergedEndpoint(views: readonly EndpointView[], edges: number): EndpointView[] {
  const [first] = views;
  if (!first) return [];
  return [
    {
      address: first.address,
      port: first.port,
      healthy: views.length === edges && views.every(({ healthy }) => healthy),
      reasons: [...new Set(views.flatMap(({ reasons }) => reasons))],
      activeRequests: views.reduce((sum, view) => sum + view.activeRequests, 0),
      totalRequests: views.reduce((sum, view) => sum + view.totalRequests, 0),
    },
  ];
}
