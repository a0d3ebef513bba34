import type { ServicePlan } from '@causeway/plan';
import { expect, test } from 'vitest';
import { probeOf } from './smoke.ts';

const health = { path: '/internal/status', interval: 1000, timeout: 1000 };
const service = (change: object) => ({ health, block: [], protect: [], ...change }) as unknown as ServicePlan;

test('the health path has to answer 200', () => {
  const { path, good } = probeOf(service({ block: ['/admin'] }));
  expect(path).toBe('/internal/status');
  expect([200, 204, 404, 503].map(good)).toEqual([true, false, false, false]);
});

test.each([
  ['has no health path', { health: undefined }],
  ['blocks it', { block: ['/internal/status'] }],
  ['blocks what is above it', { block: ['/Internal'] }],
  ['asks for a password there', { protect: [{ path: '/internal', users: ['ann'] }] }],
  ['lets only some networks ask for it', { access: [{ path: '/', allow: ['203.0.113.0/24'] }] }],
])('of a service that %s, any answer of its own will do', (_what, change) => {
  const { path, good } = probeOf(service(change));
  expect(path).toBe('/');
  expect([200, 401, 403, 404, 503].map(good)).toEqual([true, true, true, true, false]);
});
