import { type Facts, type Plan, planPlatform } from '@causeway/plan';

type Platform = Parameters<typeof planPlatform>[0];

const MiB = 1024 ** 2;

export const exampleFacts: Facts = {
  engine: {
    host: 'unix:///var/run/docker.sock',
    socket: '/var/run/docker.sock',
    desktop: false,
    cpus: 2,
  },
  images: {
    edge: imageId('1'),
    agent: imageId('2'),
    postgres: imageId('3'),
    redis: imageId('4'),
  },
};

/** A plan with all that a host can have, but no service: Terraform does not know any. */
export function examplePlan(facts = exampleFacts, name = 'phrase', target: Partial<Target> = {}): Plan {
  return planPlatform({ ...platform, name, targets: { local: { ...local, ...target } } }, 'local', facts);
}

type Target = Platform['targets'][string];

const local: Target = { http: 8080, https: 8443, subnet: '10.213.0.0/21' };

const platform: Platform = {
  name: 'phrase',
  server: { users: [], packages: [] },
  edge: {
    tls: { mode: 'self-signed' },
    showRelease: true,
    memory: 256 * MiB,
    signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
  },
  data: { postgres: { readers: ['developer'], memory: 512 * MiB }, redis: { memory: 128 * MiB } },
  services: {},
  targets: { local },
};

function imageId(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}
