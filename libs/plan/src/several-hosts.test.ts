import { describe, expect, test } from 'vitest';
import { planHost } from './host.ts';
import type { ContainerPlan } from './plan.ts';
import { planPlatform } from './plan-platform.ts';
import { exampleFacts, plainService, platformWith } from './testing/example.ts';

const hosts = [
  { host: 'ssh://deploy@a.test', address: '10.0.0.7' },
  { host: 'ssh://deploy@b.test', address: '10.0.0.8' },
];
const platform = platformWith({ targets: { prod: { http: 80, https: 443, hosts } } });
const planOf = (number: number) => planPlatform(platform, 'prod', exampleFacts, number);
const [first, second] = [planOf(1), planOf(2)];
const container = (role: ContainerPlan['role']) => first.containers.find((each) => each.role === role);

test('each knows its place among the others', () => {
  expect(first.place).toEqual({ number: 1, of: 2, address: '10.0.0.7', peers: ['10.0.0.8'] });
  expect(second.place).toEqual({ number: 2, of: 2, address: '10.0.0.8', peers: ['10.0.0.7'] });
});

test('a host that is not there is refused', () => {
  expect(() => planOf(3)).toThrow('host 3: the target has 2');
  expect(() => planPlatform(platformWith(), 'local', exampleFacts, 2)).toThrow('host 2: the target has 1');
});

test('one of several is like the only one, where there is no difference', () => {
  const alone = planPlatform(
    platformWith({ targets: { prod: { http: 80, https: 443, hosts: hosts.slice(0, 1) } } }),
    'prod',
    exampleFacts,
  );
  const usual = platformWith({ targets: { prod: { http: 80, https: 443 } } });
  expect(alone).toEqual(planPlatform(usual, 'prod', exampleFacts));
});

describe('the first host', () => {
  test.each([
    ['postgres', 5432, '10.213.0.4'],
    ['redis', 6379, '10.213.0.5'],
  ] as const)('has %s, which answers the others at the address that is theirs', (role, port, address) => {
    expect(container(role)).toMatchObject({
      peerPorts: { address: '10.0.0.7', ports: [port] },
      network: [{ name: 'phrase-prod-data' }, { name: 'phrase-prod-services', address }],
    });
  });

  test('runs the migrations', () => {
    expect(first.services.map(({ migrate }) => migrate)).toEqual([['node', 'create_db.js']]);
  });
});

describe('another host', () => {
  test('has no data service of its own, and no volume for one', () => {
    expect(second.containers.map(({ role }) => role)).toEqual(['agent', 'guard', 'edge']);
    expect(second.volumes.map(({ name }) => name)).toEqual([
      'phrase-prod-agent',
      'phrase-prod-edge',
      'phrase-prod-edge-admin',
    ]);
    expect([second.postgres, second.redis]).toEqual([undefined, undefined]);
  });

  test('reaches those of the first', () => {
    expect(second.distantPostgres).toEqual({ address: '10.0.0.7', port: 5432 });
    expect(second.services[0]?.environment).toMatchObject({ REDIS_URL: 'redis://10.0.0.7:6379' });
  });

  test('migrates nothing', () => {
    expect(second.services[0]).not.toHaveProperty('migrate');
    expect(second.services[0]).not.toHaveProperty('migrations');
  });
});

describe('the machines', () => {
  test('let each other in to the data services', () => {
    expect(planHost(platform, 'prod').peers).toEqual({
      addresses: ['10.0.0.7', '10.0.0.8'],
      network: '10.213.0.0/22',
      ports: [5432, 6379],
    });
  });

  test('let nobody in where there are none', () => {
    const bare = platformWith({
      data: {},
      services: { plain: plainService },
      targets: { prod: { http: 80, https: 443, hosts } },
    });
    expect(planHost(bare, 'prod')).not.toHaveProperty('peers');
  });
});
