import { expect, test } from 'vitest';
import { renderBootstrap } from './bootstrap.ts';
import { composeEdge } from './edge.ts';
import { renderClusters, renderFragment } from './fragment.ts';
import { validate } from './testing/envoy.ts';
import { liveOn, liveRelease, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { flattenForValidation } from './validation.ts';

const phrase = plainService('phrase');
const plan = testPlan([phrase]);
const { certificates, users } = testSecrets();
const staying = renderFragment(plan, phrase, liveOn('phrase', [5001]), users);

const leaving = ['shop', 'notes'].map((name, index) =>
  renderClusters(plan, plainService(name, { hosts: [`${name}.example`] }), {
    service: name,
    releases: [liveRelease([6000 + index], '2'), liveRelease([7000 + index], '1')],
  }),
);

const files = composeEdge(plan, [staying], certificates, [], leaving);

test('services that leave keep their clusters and replicas, as in its golden file', async () => {
  await expect(files['cds.json']).toMatchFileSnapshot('golden/leaving-services/cds.json');
  const endpoints = Object.keys(files).filter((name) => name.startsWith('eds-'));
  expect(endpoints).toEqual([
    'eds-phrase-1.json',
    'eds-notes-1.json',
    'eds-notes-2.json',
    'eds-shop-1.json',
    'eds-shop-2.json',
  ]);
});

test('nobody is routed to them any more', () => {
  const { 'rds-http.json': http, 'rds-https.json': https } = files;
  const alone = composeEdge(plan, [staying], certificates);
  expect({ http, https }).toEqual({ http: alone['rds-http.json'], https: alone['rds-https.json'] });
});

test('the same bytes, in whichever order they come', () => {
  const other = composeEdge(plan, [staying], certificates, [], leaving.toReversed());
  expect(JSON.stringify(other)).toBe(JSON.stringify(files));
});

test('accepted by the real binary', () => {
  expect(validate(flattenForValidation(renderBootstrap(plan), files))).toBe('OK');
});

test('one with a cluster of the name of another service’s is an error', () => {
  const shop = plainService('phrase-1');
  const other = renderClusters(plan, shop, { service: 'phrase-1', releases: [liveRelease([6000], '2')] });
  const clashing = renderFragment(
    plan,
    phrase,
    { service: 'phrase', releases: [liveRelease([5001], '1-2')] },
    users,
  );
  expect(() => composeEdge(plan, [clashing], certificates, [], [other])).toThrow(
    'phrase-1 and phrase both have a cluster phrase-1-2; rename one service',
  );
});
