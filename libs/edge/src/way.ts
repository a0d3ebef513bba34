import type { HashPolicy, HeaderValueOption, RouteMatch, WeightedCluster } from './messages.ts';

/** Where some of a service's clients go. */
export interface Way {
  /** The clients; absent: those that no way before it takes. */
  readonly match?: Pick<RouteMatch, 'cookies'>;
  readonly target:
    | { readonly cluster: string }
    | { readonly weighted_clusters: WeightedCluster; readonly hash_policy: readonly HashPolicy[] };
  /** Of the answers. */
  readonly headers: readonly HeaderValueOption[];
}
