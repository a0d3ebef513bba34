import { createHash } from 'node:crypto';
import {
  type CertificatePlan,
  type ContainerPlan,
  type EdgePlan,
  type Plan,
  planCertificates,
  type ServicePlan,
  type TlsPlan,
} from '@causeway/plan';
import type { EdgeSecrets, LiveRelease, LiveService } from '../live.ts';
import { certificate } from './certificate.ts';

/** A plan with these services, as golden files and the real edge see it. */
export function testPlan(services: readonly ServicePlan[], edge: Partial<EdgePlan> = {}): Plan {
  return {
    platform: 'phrase',
    target: 'local',
    prefix: 'phrase-local',
    engine: { host: 'unix:///var/run/docker.sock', socket: '/var/run/docker.sock' },
    labels: {},
    networks: { services: network('phrase-local-services'), data: network('phrase-local-data') },
    volumes: [],
    containers: [edgeContainer],
    edge: {
      http: 8080,
      https: 8443,
      directory: '/etc/envoy/dynamic',
      adminSocket: '/run/envoy/admin.sock',
      drain: 60_000,
      concurrency: 1,
      tls: { mode: 'self-signed' },
      certificates: [{ name: 'certificate', from: 'local', hosts: services.flatMap(({ hosts }) => hosts) }],
      showRelease: true,
      signIns: { failures: 16, failuresInAll: 500, per: 600_000 },
      ...edge,
    },
    services,
  };
}

const network = (name: string) => ({
  name,
  subnet: '10.213.0.0/22',
  gateway: '10.213.0.1',
  dynamicRange: '10.213.1.0/24',
  fixed: { first: '10.213.2.1', last: '10.213.3.254' },
  internal: false,
});

const edgeContainer: ContainerPlan = {
  role: 'edge',
  name: 'phrase-local-edge',
  beside: true,
  image: 'sha256:0',
  network: 'host',
  ports: [],
  mounts: [],
  files: [],
  environment: {},
  memory: 512 * 1024 * 1024,
  cpuShares: 4096,
  pids: 100,
  capabilities: { add: [] },
  readOnlyRoot: true,
  tmpfs: [],
  stopGrace: 10_000,
  labels: {},
  needs: [],
};

/** A service with nothing but a host and a port. */
export const plainService = (name: string, wanted: Partial<ServicePlan> = {}): ServicePlan => ({
  name,
  source: { kind: 'project', project: name },
  hosts: ['localhost'],
  port: 5000,
  replicas: 2,
  deploy: {
    look: 5000,
    migrateLock: 1000,
    snapshot: false,
    bake: 0,
    errors: 0.05,
    keep: 5,
    drain: 60_000,
    boot: 60_000,
    migrate: 60_000,
    stopGrace: 70_000,
  },
  protect: [],
  block: [],
  uses: [],
  environment: {},
  memory: 256 * 1024 * 1024,
  pids: 100,
  readOnly: false,
  sticky: { cookie: 'causeway-client' },
  ...wanted,
});

/** One release serves, with one replica at each port of the loopback address. */
export const liveOn = (
  service: string,
  ports: readonly number[],
  release = '1',
  health?: LiveRelease['health'],
): LiveService => ({
  service,
  serving: release,
  releases: [liveRelease(ports, release, health)],
});

export const liveRelease = (
  ports: readonly number[],
  release: string,
  health?: LiveRelease['health'],
): LiveRelease => ({
  ...(health && { health }),
  release,
  version: `1.0.0+${release}`,
  endpoints: ports.map((port, index) => ({ address: '127.0.0.1', port, replica: index + 1 })),
});

/** Every user's password is the name spelt backwards. */
export const testSecrets = (...users: readonly string[]): EdgeSecrets => ({
  users: Object.fromEntries(users.map((user) => [user, sha1(passwordOf(user))])),
  certificates: { certificate },
});

/** As the plan has them. */
export const certificatesFrom = (
  mode: TlsPlan['mode'],
  services: readonly ServicePlan[],
): CertificatePlan[] =>
  planCertificates({ mode }, Object.fromEntries(services.map((service) => [service.name, service])));

/** Of each service its own. */
export const certificatesOf = (...services: readonly ServicePlan[]): CertificatePlan[] =>
  certificatesFrom('files', services);

/** The same for all names. */
export const secretsFor = (...plans: readonly CertificatePlan[]): EdgeSecrets => ({
  ...testSecrets(),
  certificates: Object.fromEntries(plans.map(({ name }) => [name, certificate])),
});

export const passwordOf = (user: string): string => [...user].reverse().join('');

const sha1 = (text: string) => createHash('sha1').update(text).digest('base64');
