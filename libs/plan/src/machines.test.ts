import { parsePlatform } from '@causeway/config';
import { expect, it } from 'vitest';
import { planMachines } from './machines.ts';

const platform = parsePlatform({
  name: 'phrase',
  services: { site: { image: 'nginx:1.29', hosts: ['localhost'], port: 80 } },
  targets: {
    local: { http: 8080, https: 8443 },
    vagrant: { http: 28080, https: 28443, machine: { hosts: 2, memory: '3GiB' } },
  },
});

it('plans as many as the config says; the ports lead to the first', () => {
  const size = { cpus: 2, memory: 3 * 2 ** 30 };
  expect(planMachines(platform, 'vagrant')).toEqual([
    { name: 'host1', ...size, ports: [28_080, 28_443] },
    { name: 'host2', ...size, ports: [] },
  ]);
});

it('plans none where an engine is there already', () => {
  expect(planMachines(platform, 'local')).toEqual([]);
});

it('says which targets there are', () => {
  expect(() => planMachines(platform, 'vagrnat')).toThrow(
    'targets.vagrnat: no such target in the config; write one of local, vagrant',
  );
});
