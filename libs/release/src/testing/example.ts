import type { Plan, ServicePlan } from '@causeway/plan';
import type { WantedRelease } from '../protocol.ts';
import { emptyJournal, newRelease, type Release, type ServiceJournal } from '../release.ts';

export const exampleService: ServicePlan = {
  name: 'api',
  source: { kind: 'image', image: 'example/api:1' },
  hosts: ['api.test'],
  port: 8080,
  replicas: 2,
  health: { path: '/status', interval: 1000, timeout: 1000 },
  deploy: {
    prepare: '/prepare',
    ready: '/ready',
    look: 5000,
    migrateLock: 1000,
    snapshot: false,
    bake: 0,
    errors: 0.05,
    keep: 5,
    drain: 3000,
    boot: 3000,
    migrate: 5000,
    stopGrace: 4000,
  },
  protect: [],
  block: [],
  uses: [],
  migrate: ['migrate'],
  environment: { COLOUR: 'blue' },
  memory: 1024,
  pids: 10,
  readOnly: false,
  sticky: { cookie: 'causeway-client' },
};

/** The engine reads only the services and their network from it. */
export const examplePlan = {
  services: [exampleService],
  networks: { services: { subnet: '192.0.2.0/24', fixed: { first: '192.0.2.1', last: '192.0.2.40' } } },
} as unknown as Plan;

export function wanted(image: string, more: Partial<WantedRelease> = {}): WantedRelease {
  return { service: 'api', image, packageVersion: '1.0.0', force: false, by: 'ann@laptop', ...more };
}

export function exampleRelease(
  image: string,
  journal: ServiceJournal = emptyJournal,
  more: { service?: ServicePlan; addresses?: readonly string[] } = {},
): Release {
  const addresses = more.addresses ?? ['192.0.2.1', '192.0.2.2'];
  return newRelease(more.service ?? exampleService, wanted(image), journal, { startedAt: 1000, addresses });
}
