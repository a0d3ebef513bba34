import type { ServicePlan } from '@causeway/plan';
import { expect, test } from 'vitest';
import { findRefusedSetting } from './refused-setting.ts';
import { exampleService } from './testing/example.ts';

/** An edge that takes no path with "bad", no host twice, and not both `/x` and `/y`. */
const accepts = async ({ hosts, block, protect }: ServicePlan) => {
  const paths = [...block, ...protect.map(({ path }) => path)];
  const together = paths.includes('/x') && paths.includes('/y');
  return !paths.some((path) => path.includes('bad')) && new Set(hosts).size === hosts.length && !together;
};

const protect = (...paths: string[]) => paths.map((path) => ({ path, users: ['developer'] }));

test.each<[Partial<ServicePlan>, string | undefined]>([
  [{}, undefined],
  [{ hosts: ['a.test', 'b.test', 'a.test'] }, 'services.api.hosts'],
  [{ block: ['/bad'] }, 'services.api.block[0] "/bad"'],
  [{ block: ['/a', '/b', '/c', '/d', '/bad'] }, 'services.api.block[4] "/bad"'],
  [{ block: ['/a', '/bad1', '/bad2'] }, 'services.api.block[1] "/bad1"'],
  [{ block: ['/a', '/x', '/b', '/y'] }, 'services.api.block'],
  [{ protect: protect('/a', '/bad') }, 'services.api.protect[1] {"path":"/bad","users":["developer"]}'],
  // refused only together with another setting
  [{ block: ['/x'], protect: protect('/y') }, undefined],
])('of %j it is %s', async (change, setting) => {
  expect(await findRefusedSetting(exampleService('api', change), accepts)).toBe(setting);
});
