import { expect, test } from 'vitest';
import { failedSuccessors, key, planAdoption } from './adoption.ts';

const stack = [
  { type: 'docker_network', address: 'docker_network.services', name: 'try-local-services' },
  { type: 'docker_volume', address: 'docker_volume.postgres', name: 'try-local-postgres' },
  { type: 'docker_container', address: 'docker_container.agent', name: 'try-local-agent' },
  { type: 'docker_container', address: 'docker_container.edge', name: 'try-local-edge-1', beside: true },
];
const present = new Map([
  [key('docker_network', 'try-local-services'), '4711'],
  [key('docker_volume', 'try-local-postgres'), 'try-local-postgres'],
  [key('docker_container', 'try-local-agent'), '0814'],
  [key('docker_container', 'try-local-edge-1'), '0815'],
  [key('docker_container', 'try-local-api-r1-1'), '0816'],
]);
const inState = (tainted: boolean) =>
  stack.map(({ type, address, name }) => {
    const id = present.get(key(type, name)) ?? '';
    return { address, tainted, ids: [id], cutShort: tainted ? [id] : [], ...(!tainted && { current: id }) };
  });
const nothing = { imports: {}, untaints: [], removals: [], renames: {} };

test('a true state needs nothing', () => {
  expect(planAdoption(stack, inState(false), present)).toEqual(nothing);
});

test('an empty engine needs nothing', () => {
  expect(planAdoption(stack, [], new Map())).toEqual(nothing);
});

test('what the state does not know is taken up, but containers are made anew, and services are left alone', () => {
  expect(planAdoption(stack, [], present)).toEqual({
    imports: { 'docker_network.services': '4711', 'docker_volume.postgres': 'try-local-postgres' },
    untaints: [],
    removals: ['try-local-agent'],
    renames: { 'try-local-edge-1': 'try-local-edge-1-0815' },
  });
});

test('a volume or network whose creation was cut short is kept', () => {
  expect(planAdoption(stack, inState(true), present).untaints).toEqual([
    'docker_network.services',
    'docker_volume.postgres',
  ]);
});

test('an edge that a cut replacement left under the wanted name makes room, whether it came or was to go', () => {
  const ids = { ids: ['0815', '0816'], cutShort: [] };
  const edge = { address: 'docker_container.edge', tainted: false, ...ids };
  const rest = inState(false).filter(({ address }) => address !== edge.address);
  const renames = { 'try-local-edge-1': 'try-local-edge-1-0815' };
  expect(planAdoption(stack, [...rest, { ...edge, current: '0816' }], present)).toEqual({
    ...nothing,
    renames,
  });
  expect(planAdoption(stack, [...rest, { ...edge, tainted: true }], present)).toEqual({
    ...nothing,
    renames,
  });
  expect(planAdoption(stack, [...rest, { ...edge, current: '0815' }], present)).toEqual(nothing);
});

test('an edge that did not come up is ended where another serves, and else may still come up', () => {
  const edge = { address: 'docker_container.edge', tainted: true, ids: ['new', 'old'], cutShort: ['new'] };
  expect(failedSuccessors(['new', 'old'], [edge])).toEqual(['new']);
  expect(failedSuccessors(['new'], [edge])).toEqual([]);
  expect(failedSuccessors(['old'], [edge])).toEqual([]);
  expect(failedSuccessors(['new', 'old'], [{ ...edge, tainted: false, cutShort: [] }])).toEqual([]);
});
