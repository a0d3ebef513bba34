import type { ServicePlan } from '@causeway/plan';
import { emptyJournal, newRelease, type Release, type Replica } from '@causeway/release';

/** A service with nothing but a host and a port. */
export function exampleService(name: string, change: Partial<ServicePlan> = {}): ServicePlan {
  return {
    name,
    source: { kind: 'image', image: `example/${name}:1` },
    hosts: [`${name}.test`],
    port: 5000,
    replicas: 1,
    deploy: {
      look: 5000,
      migrateLock: 1000,
      snapshot: false,
      bake: 0,
      errors: 0.05,
      keep: 5,
      drain: 1000,
      boot: 1000,
      migrate: 1000,
      stopGrace: 2000,
    },
    protect: [],
    block: [],
    uses: [],
    environment: {},
    memory: 2 ** 26,
    pids: 64,
    readOnly: false,
    sticky: { cookie: 'causeway-client' },
    ...change,
  };
}

/** One replica on `address`. */
export function exampleRelease(
  service: string,
  build: number,
  settings: ServicePlan = exampleService(service),
  address = '127.0.0.1',
): Release {
  const wanted = { service, image: 'sha256:1', packageVersion: '1.0.0', force: false, by: 'ann@laptop' };
  const facts = { startedAt: 1000, addresses: [address] };
  return { ...newRelease(settings, wanted, emptyJournal, facts), id: `r${build}`, build };
}

export function runningReplica(service: string, release: string): Replica {
  return {
    container: `${service}-${release}-1`,
    service,
    release,
    replica: 1,
    address: '127.0.0.1',
    state: 'running',
    restarts: 0,
    exitCode: 0,
    startedAt: 0,
  };
}
