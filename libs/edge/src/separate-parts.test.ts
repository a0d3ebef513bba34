import { expect, test } from 'vitest';
import type { RouteAction } from './messages.ts';
import { renderFile } from './resource-file.ts';
import { separateParts } from './separate-parts.ts';

const clusters = (...names: string[]) =>
  renderFile(
    'cluster',
    names.map((name) => ({ name })),
  );

const routes = (route: RouteAction) =>
  renderFile('routes', [
    {
      name: 'https',
      virtual_hosts: [{ name: 'api', domains: ['*'], routes: [{ match: { prefix: '/' }, route }] }],
    },
  ]);

const toOne = routes({ cluster: 'api-r1' });
const toBoth = routes({
  weighted_clusters: { clusters: ['api-r1', 'api-r2'].map((name) => ({ name, weight: 1 })) },
});

test('every cluster is a part, and all else is one', () => {
  const both = separateParts({ 'cds.json': clusters('api-r1', 'api-r2'), 'rds-https.json': toOne });
  const one = separateParts({ 'cds.json': clusters('api-r1'), 'rds-https.json': toOne });
  expect(both).toHaveLength(3);
  expect(one).toHaveLength(2);
  expect(both).toEqual(expect.arrayContaining(one));
});

test.each([
  ['a route', toOne],
  ['a canary', toBoth],
])('%s to a cluster that is not there is another part than one to a cluster that is', (_what, content) => {
  const [whole] = separateParts({ 'cds.json': clusters('api-r1', 'api-r2'), 'rds-https.json': content });
  const [lacking] = separateParts({ 'cds.json': clusters('api-r2'), 'rds-https.json': content });
  expect(lacking).not.toBe(whole);
});

test('the order in which files come makes no other part', () => {
  const files = { 'cds.json': clusters('api-r1'), 'rds-https.json': toOne, 'sds.json': '{}' };
  const reversed = Object.fromEntries(Object.entries(files).toReversed());
  expect(separateParts(reversed)).toEqual(separateParts(files));
});

test('replicas are no part', () => {
  const files = { 'cds.json': clusters('api-r1'), 'rds-https.json': toOne };
  const endpoints = { 'eds-api-r1.json': renderFile('endpoints', [{ cluster_name: 'api-r1' }]) };
  expect(separateParts({ ...files, ...endpoints })).toEqual(separateParts(files));
});

test('a cluster, a route and a certificate with other content are other parts', () => {
  const files = { 'cds.json': clusters('api-r1'), 'rds-https.json': toOne, 'sds.json': '{"resources":[]}' };
  const changed = [
    { ...files, 'cds.json': renderFile('cluster', [{ name: 'api-r1', connect_timeout: '1s' }]) },
    { ...files, 'rds-https.json': toBoth },
    { ...files, 'sds.json': '{"resources":[1]}' },
  ];
  const parts = changed.map((one) => separateParts(one).join());
  expect(new Set([separateParts(files).join(), ...parts]).size).toBe(4);
});
