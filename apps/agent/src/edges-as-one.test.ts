import type { ClusterView } from '@causeway/edge';
import { expect, test } from 'vitest';
import { agreed, mergedClusters, summedAnswers, summedCounts } from './edges-as-one.ts';

const endpoint = (healthy: boolean, activeRequests: number, address = '10.0.0.1') => ({
  address,
  port: 80,
  healthy,
  reasons: healthy ? [] : ['failed_active_health_check'],
  activeRequests,
  totalRequests: 10,
});
const knows = (...endpoints: ReturnType<typeof endpoint>[]) => {
  const cluster: ClusterView = {
    cluster: 'api-1',
    endpoints,
    activeRequests: endpoints.reduce((sum, each) => sum + each.activeRequests, 0),
    totalRequests: 10 * endpoints.length,
  };
  return new Map([['api-1', cluster]]);
};

test('a version counts once all edges have it', () => {
  const old = new Map([
    ['lds', 'a'],
    ['cds', 'b'],
  ]);
  expect([...agreed([old, new Map([['lds', 'a']])])]).toEqual([['lds', 'a']]);
  expect([...agreed([old, new Map([['cds', 'c']])])]).toEqual([]);
  expect(agreed([old])).toEqual(old);
});

test('requests and refusals of all edges are added up', () => {
  const merged = mergedClusters([knows(endpoint(true, 2)), knows(endpoint(true, 3))]).get('api-1');
  expect(merged).toMatchObject({ activeRequests: 5, totalRequests: 20 });
  expect(merged?.endpoints).toEqual([{ ...endpoint(true, 5), totalRequests: 20 }]);
  expect([...summedCounts([new Map([['a', 1]]), new Map([['a', 2]])])]).toEqual([['a', 3]]);
  expect(
    summedAnswers([
      { served: 1, failed: 0, unsent: 3 },
      { served: 2, failed: 1, unsent: 1 },
    ]),
  ).toEqual({ served: 3, failed: 1, unsent: 4 });
});

test.each([
  { what: 'one says it is not', other: knows(endpoint(false, 0)), healthy: false },
  { what: 'one does not know it yet', other: knows(endpoint(true, 0, '10.0.0.2')), healthy: false },
  { what: 'one does not know the cluster yet', other: new Map(), healthy: true },
])('a replica is healthy: $healthy, when $what', ({ other, healthy }) => {
  const merged = mergedClusters([knows(endpoint(true, 0)), other]).get('api-1');
  expect(merged?.endpoints.find(({ address }) => address === '10.0.0.1')?.healthy).toBe(healthy);
});
