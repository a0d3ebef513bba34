import { describe, expect, test } from 'vitest';
import type { ContainerPlan, Plan } from './plan.ts';
import { planPlatform } from './plan-platform.ts';
import { exampleFacts, fullPlatform, plainService, platformWith } from './testing/example.ts';

const full = planPlatform(platformWith(), 'local', exampleFacts);

test('a platform with everything', async () => {
  await expect(`${JSON.stringify(full, null, 2)}\n`).toMatchFileSnapshot('golden/full.json');
});

test('the same platform gives the same bytes', () => {
  expect(JSON.stringify(planPlatform(platformWith(), 'local', exampleFacts))).toBe(JSON.stringify(full));
});

describe('a target that is not there', () => {
  test.each(['nowhere', 'constructor'])('%s', (target) => {
    expect(() => planPlatform(platformWith(), target, exampleFacts)).toThrow(
      `targets.${target}: no such target in the config; write one of local`,
    );
  });
});

describe('without data services', () => {
  const plan = planPlatform(
    platformWith({ data: {}, services: { plain: plainService } }),
    'local',
    exampleFacts,
  );

  test('runs edge, agent and guard alone', () => {
    expect(plan.containers.map(({ role }) => role)).toEqual(['agent', 'guard', 'edge']);
    expect(plan.volumes.map(({ name }) => name)).toEqual([
      'phrase-local-agent',
      'phrase-local-edge',
      'phrase-local-edge-admin',
    ]);
    expect([plan.postgres, plan.redis]).toEqual([undefined, undefined]);
  });

  test('the agent neither waits for Postgres nor mounts its socket', () => {
    const agent = container(plan, 'agent');
    expect(agent.needs).toEqual([]);
    expect(agent.mounts.map(({ path }) => path)).not.toContain('/var/run/postgresql');
  });
});

describe('the edge', () => {
  test('publishes its ports on Docker Desktop, in the network of the services', () => {
    const desktop = { ...exampleFacts, engine: { ...exampleFacts.engine, desktop: true } };
    const edge = container(planPlatform(platformWith(), 'local', desktop), 'edge');
    expect(edge.ports).toEqual([8080, 8443]);
    expect(edge.network).toEqual([{ name: 'phrase-local-services', address: '10.213.0.3' }]);
  });

  test.each([
    { http: 8080, https: 8443, user: '101' },
    { http: 80, https: 8443, user: '0' },
    { http: 8080, https: 443, user: '0' },
    { http: 1024, https: 1025, user: '101' },
  ])(
    'on $http and $https runs as user $user, for whom the agent writes its files',
    ({ http, https, user }) => {
      const plan = planPlatform(platformWith({ targets: { local: { http, https } } }), 'local', exampleFacts);
      expect(container(plan, 'edge').user).toBe(user);
      expect(container(plan, 'agent').environment.CAUSEWAY_EDGE_USER).toBe(user);
    },
  );

  test.each([
    { cpus: 1, workers: 1 },
    { cpus: 64, workers: 4 },
  ])('has $workers workers on $cpus CPUs', ({ cpus, workers }) => {
    const facts = { ...exampleFacts, engine: { ...exampleFacts.engine, cpus } };
    expect(planPlatform(platformWith(), 'local', facts).edge.concurrency).toBe(workers);
  });
});

test.each([
  { desktop: false, address: '10.213.0.1' },
  { desktop: true, address: '10.213.0.3' },
])('metrics are asked for at $address, with Docker Desktop: $desktop', ({ desktop, address }) => {
  const facts = { ...exampleFacts, engine: { ...exampleFacts.engine, desktop } };
  const targets = { local: { http: 8080, https: 8443, metrics: 9464 } };
  const { edge } = planPlatform(platformWith({ targets }), 'local', facts);
  expect(edge.metrics).toEqual({ address, port: 9464, ownAdminSocket: '/tmp/admin.sock' });
  expect(container(planPlatform(platformWith({ targets }), 'local', facts), 'edge').ports).not.toContain(
    9464,
  );
});

test('headers that were taken away are not planned, and self-signed certificates bind no browser to HTTPS', () => {
  const headers = { 'x-frame-options': '', 'x-own': 'a' };
  const plan = planPlatform(
    platformWith({ services: { plain: { ...plainService, headers } } }),
    'local',
    exampleFacts,
  );
  expect(plan.services[0]?.headers).toEqual({
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'x-own': 'a',
  });
});

describe('the environment of a service', () => {
  const uses = (...data: ('postgres' | 'redis')[]) =>
    planPlatform(
      platformWith({ services: { plain: { ...plainService, uses: data } } }),
      'local',
      exampleFacts,
    ).services[0]?.environment;
  const own = { CAUSEWAY_SERVICE: 'plain', PORT: '3000', APP_HOST: '0.0.0.0', APP_PORT: '3000' };

  test('says where to listen', () => {
    expect(uses()).toEqual(own);
  });

  test('says where Redis is to a service that uses it', () => {
    const address = '10.213.4.3';
    expect(uses('redis')).toEqual({
      ...own,
      REDIS_HOST: address,
      REDIS_PORT: '6379',
      REDIS_URL: `redis://${address}:6379`,
    });
  });

  test('leaves the database to the agent, which alone knows the password', () => {
    expect(uses('postgres')).toEqual(own);
  });

  test('keeps what the config says', () => {
    expect(full.services[0]?.environment).toMatchObject({ LOG_LEVEL: 'info' });
  });
});

test('every container has limits, the labels of its target, and a name of its own', () => {
  for (const each of full.containers) {
    expect(each.memory).toBeGreaterThan(0);
    expect(each.pids).toBeGreaterThan(0);
    expect(each.labels).toEqual({
      'causeway.platform': 'phrase',
      'causeway.target': 'local',
      'causeway.role': each.role,
    });
    expect(each.name).toBe(`phrase-local-${each.role}`);
  }
});

test('each container waits only for one that starts before it', () => {
  const roles = full.containers.map(({ role }) => role);
  for (const [index, { needs }] of full.containers.entries())
    for (const needed of needs) expect(roles.slice(0, index)).toContain(needed);
});

test("the engine's socket is in the agent and the guard, and in nothing else", () => {
  const holders = full.containers.filter(({ mounts }) => mounts.some(({ kind }) => kind === 'bind'));
  expect(holders.map(({ role }) => role)).toEqual(['agent', 'guard']);
});

test('every volume that is mounted is planned, and the other way round', () => {
  const mounted = full.containers.flatMap(({ mounts }) =>
    mounts.flatMap((mount) => (mount.kind === 'volume' ? [mount.volume] : [])),
  );
  expect([...new Set(mounted)].sort()).toEqual(full.volumes.map(({ name }) => name).sort());
});

test('no setting and no environment of any container speaks of a password', () => {
  const { containers, services } = full;
  const keys = [...containers, ...services].flatMap(({ environment }) => Object.keys(environment));
  expect(keys.filter((key) => /PASSWORD|SECRET|TOKEN|DATABASE/i.test(key))).toEqual([]);
  expect(JSON.stringify(full)).not.toMatch(/\w+:\/\/[^/"\s]*:[^/"\s]*@/);
});

test('what one target has no other has', () => {
  const targets = {
    ...fullPlatform.targets,
    second: { http: 9080, https: 9443, subnet: '10.214.0.0/21' },
  };
  const [one, other] = ['local', 'second'].map((target) =>
    planPlatform(platformWith({ targets }), target, exampleFacts),
  ) as [Plan, Plan];
  expect(names(one).filter((name) => names(other).includes(name))).toEqual([]);
});

function names({ containers, volumes, networks }: Plan): string[] {
  return [...containers, ...volumes, networks.services, networks.data].map(({ name }) => name);
}

function container(plan: Plan, role: ContainerPlan['role']): ContainerPlan {
  const found = plan.containers.find((each) => each.role === role);
  if (!found) throw new Error(`the plan has no ${role}`);
  return found;
}

describe('certificates', () => {
  const services = {
    plain: { ...plainService, hosts: ['www.example.com', 'localhost'] },
    other: { ...plainService, hosts: ['api.example.com'] },
  };
  const planWith = (changes: Parameters<typeof platformWith>[0]) =>
    planPlatform(platformWith({ services, ...changes }), 'local', exampleFacts);

  test('self-signed: one for all names', () => {
    expect(planWith({}).edge.certificates).toEqual([
      { name: 'certificate', from: 'local', hosts: ['api.example.com', 'localhost', 'www.example.com'] },
    ]);
  });

  test('files: one a service, in a folder that the agent can only read', () => {
    const plan = planWith({ edge: { tls: { mode: 'files', directory: '/etc/certificates' } } });
    expect(plan.edge.tls).toEqual({
      mode: 'files',
      directory: '/etc/causeway/certificates',
      source: '/etc/certificates',
    });
    expect(plan.edge.certificates).toEqual([
      { name: 'certificate-plain', from: 'files', hosts: ['www.example.com', 'localhost'], service: 'plain' },
      { name: 'certificate-other', from: 'files', hosts: ['api.example.com'], service: 'other' },
    ]);
    const mount = {
      kind: 'bind',
      source: '/etc/certificates',
      path: '/etc/causeway/certificates',
      readOnly: true,
    };
    expect(container(plan, 'agent').mounts).toContainEqual(mount);
    expect(container(plan, 'edge').mounts).not.toContainEqual(mount);
  });

  test('acme: one for each name that an authority can ask, and a local one for the rest; a target may have its own', () => {
    const contact = 'ops@example.com';
    const tls = { mode: 'acme', contact, agreeToTerms: true } as const;
    const plan = planWith({ targets: { local: { http: 80, https: 443, tls } } });
    const directory = 'https://acme-v02.api.letsencrypt.org/directory';
    expect(plan.edge.tls).toEqual({ mode: 'acme', directory, contact });
    expect(plan.edge.certificates).toEqual([
      { name: 'certificate-api.example.com', from: 'acme', hosts: ['api.example.com'] },
      { name: 'certificate-www.example.com', from: 'acme', hosts: ['www.example.com'] },
      { name: 'certificate', from: 'local', hosts: ['localhost'] },
    ]);
  });
});
