import { expect, test } from 'vitest';
import { key, planAdoption } from './adoption.ts';

const stack = [
  { type: 'docker_network', address: 'docker_network.services', name: 'try-local-services' },
  { type: 'docker_volume', address: 'docker_volume.postgres', name: 'try-local-postgres' },
  { type: 'docker_container', address: 'docker_container.edge', name: 'try-local-edge' },
];
const present = new Map([
  [key('docker_network', 'try-local-services'), '4711'],
  [key('docker_volume', 'try-local-postgres'), 'try-local-postgres'],
  [key('docker_container', 'try-local-edge'), '0815'],
  [key('docker_container', 'try-local-api-r1-1'), '0816'],
]);
const inState = (tainted: boolean) => stack.map(({ address }) => ({ address, tainted }));

test('a true state needs nothing', () => {
  expect(planAdoption(stack, inState(false), present)).toEqual({ imports: {}, untaints: [], removals: [] });
});

test('an empty engine needs nothing', () => {
  expect(planAdoption(stack, [], new Map())).toEqual({ imports: {}, untaints: [], removals: [] });
});

test('what the state does not know is taken up, but containers are made anew, and services are left alone', () => {
  expect(planAdoption(stack, [], present)).toEqual({
    imports: { 'docker_network.services': '4711', 'docker_volume.postgres': 'try-local-postgres' },
    untaints: [],
    removals: ['try-local-edge'],
  });
});

test('a volume or network whose creation was cut short is kept', () => {
  expect(planAdoption(stack, inState(true), present).untaints).toEqual([
    'docker_network.services',
    'docker_volume.postgres',
  ]);
});
