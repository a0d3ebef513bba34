import type { Service } from '@causeway/config';
import type {
  AccessPlan,
  DeployPlan,
  EdgePlan,
  LimitPlan,
  ProtectedPathPlan,
  RedisPlan,
  ServicePlan,
} from './plan.ts';

interface Surroundings {
  readonly tls: EdgePlan['tls'];
  /** Wherever it is. */
  readonly redis: RedisPlan | undefined;
  /** Of several hosts one runs the migrations. */
  readonly migrates: boolean;
}

export function planService(
  name: string,
  service: Service,
  { tls, redis, migrates }: Surroundings,
): ServicePlan {
  return {
    name,
    source: service.source,
    hosts: service.hosts,
    port: service.port,
    ...(service.protocol === 'http2' && { protocol: service.protocol }),
    replicas: service.replicas,
    ...(service.health && { health: planHealth(service.health) }),
    deploy: planDeploy(service.deploy),
    protect: service.protect.map(planProtected),
    block: service.block,
    ...(service.escapedSlashes === 'reject' && { escapedSlashes: service.escapedSlashes }),
    ...(service.limits.length > 0 && { limits: service.limits.map(planLimit) }),
    ...(service.access.length > 0 && { access: service.access.map(planAccess) }),
    ...(Object.keys(service.errorPages).length > 0 && { errorPages: service.errorPages }),
    ...planCompress(service.compress),
    headers: planHeaders(service.headers, tls),
    uses: service.uses,
    ...(service.migrate && migrates && { migrate: service.migrate }),
    environment: { ...service.environment, ...ownEnvironment(name, service, redis) },
    memory: service.memory,
    pids: service.pids,
    readOnly: service.readOnly,
    sticky: service.sticky,
    ...(service.migrations && migrates && { migrations: service.migrations }),
  };
}

function planCompress({ what, brotli }: Service['compress']): Pick<ServicePlan, 'compress'> {
  return what === 'nothing' ? {} : { compress: { what, brotli } };
}

/** Without those that were taken away. */
function planHeaders(headers: Service['headers'], tls: EdgePlan['tls']): ServicePlan['headers'] {
  // browsers hold `localhost` to HTTPS on all ports, and a name whose authority they do not know they could not visit at all
  const unwanted = tls.mode === 'self-signed' ? 'strict-transport-security' : undefined;
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== '' && name !== unwanted)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** As plans were before there was a choice, where it is not made: stored ones are compared with new ones. */
function planProtected({ forwardAuthorization, ...path }: Service['protect'][number]): ProtectedPathPlan {
  return { ...path, ...(forwardAuthorization && { forwardAuthorization }) };
}

function planLimit({ burst, ...limit }: Service['limits'][number]): LimitPlan {
  return { ...limit, burst: burst ?? limit.requests };
}

function planAccess({ path, allow, deny }: Service['access'][number]): AccessPlan {
  return { path, ...(allow && { allow }), ...(deny && { deny }) };
}

function planDeploy({ prepare, ready, ...rest }: Service['deploy']): DeployPlan {
  return { ...(prepare && { prepare }), ...(ready && { ready }), ...rest };
}

/** Who else asks the path is the config's affair: it changes no container. */
function planHealth({ path, interval, timeout }: NonNullable<Service['health']>): ServicePlan['health'] {
  return { path, interval, timeout };
}

function ownEnvironment(
  name: string,
  service: Service,
  redis: RedisPlan | undefined,
): Record<string, string> {
  return {
    CAUSEWAY_SERVICE: name,
    PORT: String(service.port),
    APP_HOST: '0.0.0.0',
    APP_PORT: String(service.port),
    ...(redis && service.uses.includes('redis') ? redisEnvironment(redis) : {}),
  };
}

function redisEnvironment({ address, port }: RedisPlan): Record<string, string> {
  return { REDIS_HOST: address, REDIS_PORT: String(port), REDIS_URL: `redis://${address}:${port}` };
}
