import { expect, test } from 'vitest';
import { renderBootstrap } from './bootstrap.ts';
import { composeEdge, isSecretFile, renderEdge } from './edge.ts';
import { renderFragment, type ServiceFragment } from './fragment.ts';
import { validate } from './testing/envoy.ts';
import { liveOn, liveRelease, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { flattenForValidation } from './validation.ts';

const services = [
  plainService('phrase', { hosts: ['phrase.example', 'localhost'] }),
  plainService('notes', { hosts: ['notes.example'], protect: [{ path: '/', users: ['carol', 'alice'] }] }),
];
const plan = testPlan(services);
const live = [liveOn('phrase', [5001, 5002]), liveOn('notes', [5003])];
const secrets = testSecrets('alice', 'carol');

const fragmentOf = (index: 0 | 1): ServiceFragment =>
  renderFragment(plan, services[index] as never, live[index] as never, secrets.users);

const verdict = (...fragments: ServiceFragment[]) =>
  validate(flattenForValidation(renderBootstrap(plan), composeEdge(plan, fragments, secrets.certificates)));

test('a broken fragment is found alone, and the others make an edge without it', () => {
  const broken = JSON.parse(JSON.stringify(fragmentOf(1)).replaceAll('(?is:', '(?is:(')) as ServiceFragment;
  expect(verdict(broken)).toContain('missing )');
  expect(verdict(fragmentOf(0))).toBe('OK');
});

test('a fragment survives being kept as JSON', () => {
  const kept = JSON.parse(JSON.stringify([fragmentOf(0), fragmentOf(1)])) as ServiceFragment[];
  expect(composeEdge(plan, kept, secrets.certificates)).toEqual(renderEdge(plan, live, secrets));
});

test('the order of services, hosts, releases and users does not show', () => {
  const shuffled = testPlan(
    services.toReversed().map((service) => ({
      ...service,
      hosts: service.hosts.toReversed(),
      protect: service.protect.map(({ path, users }) => ({ path, users: users.toReversed() })),
    })),
  );
  const turned = live.toReversed().map((service) => ({
    ...service,
    releases: service.releases.map((release) => ({ ...release, endpoints: release.endpoints.toReversed() })),
  }));
  const files = renderEdge(shuffled, turned, testSecrets('carol', 'alice'));
  expect(JSON.stringify(files)).toBe(JSON.stringify(renderEdge(plan, live, secrets)));
});

test('what holds a key or a hash is a secret file', () => {
  const holding = Object.entries(renderEdge(plan, live, secrets)).filter(([, content]) =>
    /PRIVATE KEY|alice:\{SHA\}/.test(content),
  );
  const files = Object.keys(renderEdge(plan, live, secrets));
  expect(holding.map(([name]) => name).toSorted()).toEqual(files.filter(isSecretFile).toSorted());
});

test('a user without a password is an error', () => {
  expect(() => renderEdge(plan, live, testSecrets('alice'))).toThrow(
    'notes: / is for carol, who has no password; make one on the host first',
  );
});

test('a serving release that is not live is an error', () => {
  expect(() => renderEdge(plan, [{ service: 'phrase', serving: '7', releases: [] }], secrets)).toThrow(
    'phrase: release 7 is to serve but is not among the live ones; start it first',
  );
});

test('two services with a cluster of one name are an error', () => {
  const [a, ab] = [plainService('a'), plainService('a-b', { hosts: ['b.example'] })];
  const running = [
    { service: 'a', releases: [liveRelease([5001], 'b-1')] },
    { service: 'a-b', releases: [liveRelease([5002], '1')] },
  ];
  expect(() => renderEdge(testPlan([a, ab]), running, secrets)).toThrow(
    'a-b and a both have a cluster a-b-1; rename one service',
  );
});

test('the bootstrap does not know the services', () => {
  expect(renderBootstrap(testPlan([]))).toBe(renderBootstrap(plan));
});
