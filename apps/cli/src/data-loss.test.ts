import type { Plan } from '@causeway/plan';
import { expect, test } from 'vitest';
import { refuseDataLoss } from './data-loss.ts';

const plan = {
  prefix: 'try-local',
  volumes: [
    { name: 'try-local-edge', data: false },
    { name: 'try-local-postgres', data: true },
  ],
} as unknown as Plan;

const change = (address: string, action: string) => ({
  add: 0,
  change: 0,
  destroy: 1,
  resources: [{ address, action }],
});

test.each([
  ['a volume without data goes', 'docker_volume.edge', 'delete'],
  ['a volume with data is made', 'docker_volume.postgres', 'create'],
  ['a container goes', 'docker_container.postgres', 'replace'],
])('lets it through that %s', (_, address, action) => {
  expect(() => refuseDataLoss(change(address, action), [plan])).not.toThrow();
});

test.each([
  ['deleted', 'docker_volume.postgres', 'delete'],
  ['replaced', 'docker_volume.postgres', 'replace'],
  ['of which no plan knows', 'docker_volume.mystery', 'delete'],
])('refuses to lose a volume that is %s', (_, address, action) => {
  expect(() => refuseDataLoss(change(address, action), [plan])).toThrow(
    /holds data; nothing was changed\. .*--discard-data/,
  );
});
