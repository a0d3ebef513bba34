import type { HeaderValueOption, OneCluster, RouteMatch, WeightedClusters } from './messages.ts';

/** Where some of a service's clients go. */
export interface Way {
  /** The clients; absent: those that no way before it takes. */
  readonly match?: Pick<RouteMatch, 'cookies'>;
  readonly target: OneCluster | WeightedClusters;
  /** Of the answers. */
  readonly headers: readonly HeaderValueOption[];
}
