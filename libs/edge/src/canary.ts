import type { ServicePlan } from '@causeway/plan';
import { clusterName } from './cluster.ts';
import type { LiveRelease } from './live.ts';
import { append, type ClusterWeight, type HashPolicy, type WeightedCluster } from './messages.ts';
import { releaseHeader, replicaHeader } from './release-headers.ts';
import type { Way } from './way.ts';

/** A second release, and by what its clients are known again. */
export interface Canary {
  readonly release: LiveRelease;
  readonly percent: number;
  readonly sticky: ServicePlan['sticky'];
}

export interface Shared {
  readonly service: string;
  readonly serving: LiveRelease;
  readonly canary: Canary;
  readonly showRelease: boolean;
}

/** Ways to both releases: each client has a bucket for good, and the canary takes the lowest of them. */
export function canaryWays(shared: Shared): Way[] {
  const { sticky } = shared.canary;
  const target = { weighted_clusters: weightedClusters(shared), hash_policy: hashPolicy(sticky) };
  const headers = shared.showRelease ? [replicaHeader] : [];
  if ('header' in sticky) return [{ target, headers }];
  const known = { cookies: [{ name: sticky.cookie, string_match: { safe_regex: { regex: '.+' } } }] };
  return [
    { match: known, target, headers },
    { target, headers: [...headers, handOut(sticky.cookie)] },
  ];
}

/** Of this many buckets: the share has two decimals. */
const buckets = 10_000;

function weightedClusters({ service, serving, canary, showRelease }: Shared) {
  const weight = Math.round((canary.percent * buckets) / 100);
  const share = (release: LiveRelease, weight: number): ClusterWeight => ({
    name: clusterName(service, release.release),
    weight,
    response_headers_to_add: showRelease ? [releaseHeader(service, release)] : undefined,
  });
  return {
    use_hash_policy: true,
    // the canary comes first: as its share rises, clients only ever move to it
    clusters: [share(canary.release, weight), share(serving, buckets - weight)],
  } satisfies WeightedCluster;
}

function hashPolicy(sticky: ServicePlan['sticky']): HashPolicy[] {
  if ('cookie' in sticky)
    return [{ cookie: { name: sticky.cookie }, terminal: true }, { header: { header_name: newcomer } }];
  return [
    { header: { header_name: sticky.header }, terminal: true },
    { connection_properties: { source_ip: true } },
  ];
}

// a new client's cookie is the id of its first request, so that both fall into the same bucket
const newcomer = 'x-request-id';

/** Seconds. Who comes back later than this may be given another release. */
const remembered = 30 * 24 * 60 * 60;

const handOut = (cookie: string) =>
  append(
    'set-cookie',
    `${cookie}=%REQ(${newcomer})%; Path=/; Max-Age=${remembered}; HttpOnly; Secure; SameSite=Lax`,
  );
