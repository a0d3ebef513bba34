import { parsePlatform } from '@causeway/config';
import { expect, it } from 'vitest';
import { planFront } from './front.ts';
import { planMachines } from './machines.ts';

const platform = parsePlatform({
  name: 'phrase',
  services: { site: { image: 'nginx:1.29', hosts: ['localhost'], port: 80 } },
  targets: {
    local: { http: 8080, https: 8443 },
    vagrant: { http: 28080, https: 28443, machine: { hosts: 2, memory: '3GiB' } },
  },
});

it('plans as many as the config says, in a network of their own; the ports lead to the first', () => {
  const size = { cpus: 2, memory: 3 * 2 ** 30 };
  expect(planMachines(platform, 'vagrant')).toEqual([
    { name: 'host1', ...size, ports: [28_080, 28_443], address: '192.168.56.11' },
    { name: 'host2', ...size, ports: [], address: '192.168.56.12' },
  ]);
});

it('plans a balancer in front of several', () => {
  expect(planFront(platform, 'vagrant')).toEqual({
    name: 'phrase-vagrant-front',
    subnet: '192.168.56.0/24',
    address: '192.168.56.10',
    ports: [28_080, 28_443],
    hosts: ['192.168.56.11', '192.168.56.12'],
  });
  expect(planFront(platform, 'local')).toBeUndefined();
});

it('plans none where an engine is there already', () => {
  expect(planMachines(platform, 'local')).toEqual([]);
});

it('says which targets there are', () => {
  expect(() => planMachines(platform, 'vagrnat')).toThrow(
    'targets.vagrnat: no such target in the config; write one of local, vagrant',
  );
});
