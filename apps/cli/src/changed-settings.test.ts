import type { Plan, ServicePlan } from '@causeway/plan';
import { expect, test } from 'vitest';
import { changedSettings, describeSettings, refuseUndeployedSettings } from './changed-settings.ts';

const shop = {
  name: 'shop',
  source: { kind: 'image', image: 'shop:1' },
  hosts: ['shop.example.com'],
  port: 3000,
  block: ['/internal'],
} as unknown as ServicePlan;

const planOf = (...services: object[]) => planWith({ mode: 'self-signed' }, ...services);
const planWith = (tls: Plan['edge']['tls'], ...services: object[]) =>
  ({ edge: { tls }, services }) as unknown as Plan;
const deployed = planOf(shop, { ...shop, name: 'blog' });

test('names the fields that a deploy brings to a service, and the services that go', () => {
  const wanted = planOf({ ...shop, block: ['/internal', '/more'], migrate: ['node', 'migrate.js'] });
  const changed = changedSettings(deployed, wanted);
  expect(changed).toEqual({ gone: ['blog'], services: { shop: ['block', 'migrate'] } });
  expect(describeSettings(changed)).toEqual([
    'Settings of shop: block, migrate',
    'Removal of blog: the config no longer names it; a database of its own stays',
  ]);
});

test.each([
  ['nothing differs', deployed, deployed],
  ['nothing is deployed', undefined, deployed],
  [
    'a field is undefined here and left out in the file',
    deployed,
    planOf({ ...shop, health: undefined }, { ...shop, name: 'blog' }),
  ],
  ['a service is new', deployed, planOf(...deployed.services, { ...shop, name: 'new' })],
])('names nothing where %s', (_, before, wanted) => {
  expect(changedSettings(before, wanted)).toEqual({ gone: [], services: {} });
});

test('tells what becomes of the hosts of a service that is renamed', () => {
  const changed = changedSettings(planOf(shop), planOf({ ...shop, name: 'store' }));
  expect(changed).toEqual({
    gone: ['shop'],
    renamed: [{ from: 'shop', to: 'store', hosts: shop.hosts }],
    services: {},
  });
  expect(describeSettings(changed).at(-1)).toBe(
    'shop.example.com: shop gives it to store, which is new: it answers 503 until the first release of store serves, and nothing of shop goes with it, no database and no release to go back to',
  );
});

test('a service whose host goes to one that is there already is not renamed', () => {
  const blog = { ...shop, name: 'blog', hosts: ['blog.example.com'] };
  const wanted = planOf({ ...blog, hosts: [...blog.hosts, ...shop.hosts] });
  expect(changedSettings(planOf(shop, blog), wanted)).toEqual({
    gone: ['shop'],
    services: { blog: ['hosts'] },
  });
});

test('names where certificates come from, when that changes', () => {
  const acme = { mode: 'acme', directory: 'https://acme.example/dir', contact: 'ops@example.com' } as const;
  const files = { mode: 'files', directory: '/inside', source: '/etc/certificates' } as const;
  expect(describeSettings(changedSettings(planOf(shop), planWith(acme, shop)))).toEqual([
    'Certificates: acme at https://acme.example/dir for ops@example.com instead of self-signed',
  ]);
  expect(describeSettings(changedSettings(planWith(acme), planWith(files)))).toEqual([
    'Certificates: files in /etc/certificates instead of acme at https://acme.example/dir for ops@example.com',
  ]);
  expect(changedSettings(planWith(files), planWith({ ...files }))).toEqual({ gone: [], services: {} });
});

test('refuses a release that would leave out what the config says by now', () => {
  const wanted = planOf({ ...shop, port: 3001 });
  expect(() => refuseUndeployedSettings(deployed, wanted, 'shop')).toThrow(
    'services.shop: port changed in the config since the last deploy; run `deploy`, which releases it too',
  );
});

test.each([
  ['another image', planOf({ ...shop, source: { kind: 'image', image: 'shop:2' } })],
  ['settings of another service', planOf(shop, { ...shop, name: 'blog', port: 1 })],
])('lets a release through with %s', (_, wanted) => {
  expect(() => refuseUndeployedSettings(deployed, wanted, 'shop')).not.toThrow();
});
