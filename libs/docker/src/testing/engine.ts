import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plan, planPlatform } from '@causeway/plan';
import type { ReplicaSpec } from '@causeway/release';
import { newRelease } from '@causeway/release';
import Docker from 'dockerode';

const name = `dockertest${process.pid}`;
const subnet = `10.219.${128 + (process.pid % 16) * 8}.0/21`;
const setup = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../.causeway/setup.json'), 'utf8'));

export const engine = new Docker({ socketPath: setup.engine.socket });

const unused = { edge: 'sha256:1', agent: 'sha256:2', postgres: 'sha256:3', redis: 'sha256:4' };

export const plan: Plan = planPlatform(
  {
    name,
    server: { users: [], packages: [] },
    edge: {
      tls: { mode: 'self-signed' },
      showRelease: false,
      memory: 2 ** 28,
      signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
    },
    data: {},
    services: {},
    targets: { local: { http: 8080, https: 8443, subnet } },
  },
  'local',
  { engine: setup.engine, images: unused },
);

const labels = Object.entries(plan.labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
const image = `${name}:latest`;

/** Networks as Terraform makes them, and an image whose program comes from its environment. */
export function makeHost(): void {
  for (const { name, subnet, gateway, dynamicRange, internal } of Object.values(plan.networks)) {
    const addresses = ['--subnet', subnet, '--gateway', gateway, '--ip-range', dynamicRange];
    docker('network', 'create', ...(internal ? ['--internal'] : []), ...addresses, ...labels, name);
  }
  const base = docker('create', setup.images.node.id);
  docker('commit', '--change', 'CMD ["node", "-e", "eval(process.env.PROGRAM)"]', base, image);
  docker('rm', base);
}

export function removeHost(): void {
  removeContainers();
  for (const { name } of Object.values(plan.networks)) docker('network', 'rm', name);
  docker('image', 'rm', image);
}

export function removeContainers(): void {
  const filter = Object.entries(plan.labels).flatMap(([key, value]) => ['--filter', `label=${key}=${value}`]);
  const ids = docker('ps', '--all', '--quiet', ...filter)
    .split('\n')
    .filter(Boolean);
  if (ids.length > 0) docker('rm', '--force', '--volumes', ...ids);
}

export function docker(...args: string[]): string {
  const env = { ...process.env, DOCKER_HOST: setup.engine.host };
  return execFileSync('docker', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** What `docker inspect` says of a container. */
export const inspect = (container: string) => engine.getContainer(container).inspect();

/** A server that answers its hostname, and ends with exit code 1 when it is asked for `/crash`. */
export const server = `
  process.once('SIGTERM', () => process.exit(0));
  require('http').createServer((request, response) => {
    if (request.url === '/crash') process.exit(1);
    response.end(process.env.ANSWER);
  }).listen(3000);
  console.log('it listens');
`;

type Change = Partial<{
  service: string;
  image: string;
  program: string;
  answer: string;
  uses: ('postgres' | 'redis')[];
  readOnly: boolean;
  replica: number;
  build: number;
}>;

/** A replica of a release whose image runs `program`. */
export function replicaOf(change: Change = {}): ReplicaSpec {
  const { service = 'api', program = server, answer = 'hello', replica = 1, build = 1 } = change;
  const address = plan.networks.services.fixed.first.replace(/\d+$/, (last) =>
    String(Number(last) + replica),
  );
  const settings = {
    name: service,
    source: { kind: 'image', image } as const,
    hosts: ['api.test'],
    port: 3000,
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
      stopGrace: 2500,
    },
    protect: [],
    block: [],
    uses: change.uses ?? [],
    environment: {},
    memory: 64 * 2 ** 20,
    pids: 32,
    readOnly: change.readOnly ?? false,
    sticky: { cookie: 'causeway-client' },
  };
  const wanted = {
    service,
    image: change.image ?? image,
    packageVersion: '1.0.0',
    force: false,
    by: 'ann@laptop',
  };
  const facts = { startedAt: 1000, addresses: [address] };
  const release = { ...newRelease(settings, wanted, { releases: [] }, facts), id: `r${build}`, build };
  return { release, replica: { replica, address }, environment: { PROGRAM: program, ANSWER: answer } };
}

/** What a replica answers; asks again until it listens, and the test's own limit bounds it. */
export async function answerOf({ replica }: ReplicaSpec, path = '/'): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://${replica.address}:3000${path}`, { headers: { connection: 'close' } })
      .then((response) => response.text())
      .catch(() => undefined);
    if (answer !== undefined) return answer;
  }
}
