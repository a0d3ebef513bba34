import type { Service } from '@causeway/config';
import type { PostgresPlan, RedisPlan, ServicePlan } from './plan.ts';

interface DataServices {
  readonly postgres?: PostgresPlan;
  readonly redis?: RedisPlan;
}

export function planService(name: string, service: Service, data: DataServices): ServicePlan {
  const { prepare, ready, drain, boot, migrate, stopGrace } = service.deploy;
  return {
    name,
    source: service.source,
    hosts: service.hosts,
    port: service.port,
    replicas: service.replicas,
    ...(service.health && { health: planHealth(service.health) }),
    deploy: {
      ...(prepare && { prepare }),
      ...(ready && { ready }),
      look: 30_000,
      migrate,
      migrateLock: 30_000,
      snapshot: false,
      boot,
      bake: 60_000,
      errors: 0.05,
      drain,
      stopGrace,
      keep: 5,
    },
    protect: service.protect,
    block: service.block,
    uses: service.uses,
    ...(service.migrate && { migrate: service.migrate }),
    environment: { ...service.environment, ...ownEnvironment(name, service, data) },
    memory: service.memory,
    pids: service.pids,
    readOnly: service.readOnly,
    sticky: { cookie: 'causeway-client' },
  };
}

/** Who else asks the path is the config's affair: it changes no container. */
function planHealth({ path, interval, timeout }: NonNullable<Service['health']>): ServicePlan['health'] {
  return { path, interval, timeout };
}

function ownEnvironment(name: string, service: Service, { redis }: DataServices): Record<string, string> {
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
