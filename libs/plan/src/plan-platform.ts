import type { Platform, Target } from '@causeway/config';
import { planCertificates } from './certificates.ts';
import { planContainers } from './containers.ts';
import type { Facts } from './facts.ts';
import { frontAddress } from './front.ts';
import { addressAt, edgeOffset, planNetworks } from './networks.ts';
import { paths } from './paths.ts';
import { planPlace } from './place.ts';
import type {
  DistantPlan,
  EdgePlan,
  MetricsPlan,
  NetworkPlan,
  PlacePlan,
  Plan,
  PostgresPlan,
  RedisPlan,
  TlsPlan,
} from './plan.ts';
import { postgresPort, redisPort } from './ports.ts';
import { planService } from './services.ts';
import { findTarget } from './target.ts';
import { planVolumes } from './volumes.ts';

/** More workers than this only spread few backend connections thinner. */
const mostEdgeWorkers = 4;

/** What `target` needs on its nth host, as data. Throws when the platform has no such target, or that no such host. */
export function planPlatform(platform: Platform, target: string, facts: Facts, number = 1): Plan {
  const { subnet, tls = platform.edge.tls, hosts, ...ways } = findTarget(platform, target);
  const place = planPlace({ hosts }, number);
  const isFirst = number === 1;
  const prefix = `${platform.name}-${target}`;
  const labels = { 'causeway.platform': platform.name, 'causeway.target': target };
  const networks = planNetworks(prefix, subnet);
  const postgres = isFirst ? planPostgres(platform, prefix, addressAt(networks.data, 2)) : undefined;
  const redis = isFirst ? planRedis(platform, addressAt(networks.data, 3)) : undefined;
  const distant = isFirst ? {} : planDistant(platform, hosts?.[0]?.address ?? '');
  const edge = planEdge(platform, { ...ways, tls: planTls(tls), services: networks.services, place }, facts);
  const data = { ...(postgres && { postgres }), ...(redis && { redis }) };
  return {
    platform: platform.name,
    target,
    prefix,
    labels,
    engine: { host: facts.engine.host, socket: facts.engine.socket },
    networks,
    volumes: planVolumes(prefix, { postgres: Boolean(postgres), redis: Boolean(redis) }),
    containers: planContainers({
      platform,
      prefix,
      labels,
      networks,
      edge,
      facts,
      ...data,
      ...(place && { place }),
      ...(tls.mode === 'files' && { certificates: tls.directory }),
    }),
    edge,
    services: Object.entries(platform.services).map(([name, service]) =>
      planService(name, service, { tls: edge.tls, redis: redis ?? distant.redis, migrates: isFirst }),
    ),
    ...data,
    ...(place && { place }),
    ...(distant.postgres && { distantPostgres: distant.postgres }),
  };
}

/** The first host publishes them under their own ports. */
function planDistant({ data }: Platform, address: string): { postgres?: DistantPlan; redis?: DistantPlan } {
  return {
    ...(data.postgres && { postgres: { address, port: postgresPort } }),
    ...(data.redis && { redis: { address, port: redisPort } }),
  };
}

function planPostgres(platform: Platform, prefix: string, address: string): PostgresPlan | undefined {
  const { postgres } = platform.data;
  if (!postgres) return undefined;
  return {
    container: `${prefix}-postgres`,
    address,
    port: postgresPort,
    socket: paths.postgresSocket,
    readers: postgres.readers,
  };
}

function planRedis(platform: Platform, address: string): RedisPlan | undefined {
  return platform.data.redis && { address, port: redisPort };
}

interface Ways extends Pick<Target, 'http' | 'https' | 'trustedProxies' | 'metrics' | 'machine'> {
  readonly tls: TlsPlan;
  readonly services: NetworkPlan;
  readonly place: PlacePlan | undefined;
}

function planEdge(
  platform: Platform,
  { http, https, trustedProxies, metrics, tls, services, machine, place }: Ways,
  facts: Facts,
): EdgePlan {
  return {
    http,
    https,
    tls,
    ...(trustedProxies?.length && { trustedProxies: trustedProxies.toSorted() }),
    ...(metrics && { metrics: planMetrics(metrics, services, facts) }),
    certificates: planCertificates(tls, platform.services),
    directory: paths.edgeFiles,
    adminSocket: `${paths.edgeAdmin}/admin.sock`,
    drain: longestDrain(platform),
    concurrency: Math.min(facts.engine.cpus, mostEdgeWorkers),
    ...(machine && place && { front: { address: place.address, from: frontAddress(machine) } }),
    showRelease: platform.edge.showRelease,
    signIns: platform.edge.signIns,
  };
}

/** On the host's network the gateway's address is the host's own; elsewhere the edge has one in that network. */
function planMetrics(port: number, services: NetworkPlan, { engine }: Facts): MetricsPlan {
  const address = engine.desktop ? addressAt(services, edgeOffset) : services.gateway;
  return { address, port, ownAdminSocket: paths.edgeOwnAdmin };
}

function planTls(tls: Platform['edge']['tls']): TlsPlan {
  switch (tls.mode) {
    case 'self-signed':
      return tls;
    case 'files':
      return { mode: 'files', directory: paths.certificates, source: tls.directory };
    case 'acme':
      return tls;
    default:
      return tls satisfies never;
  }
}

/** A platform without a service has nothing in hand. */
function longestDrain({ services }: Platform): number {
  return Math.max(0, ...Object.values(services).map(({ deploy }) => deploy.drain));
}
