import { Secret } from '@causeway/release';
import { expect, test } from 'vitest';
import { PostgresDatabases } from './postgres-databases.ts';

test('a server that is away is an error that names its socket, and no work is done without the lock', async () => {
  const plan = { container: 'away', address: '10.219.0.2', port: 5432, socket: '/nowhere', readers: [] };
  const away = new PostgresDatabases(plan, async () => new Secret('secret'));
  const service = { name: 'api' } as Parameters<PostgresDatabases['uri']>[0];
  const release = { service: 'api', id: 'r1', settings: { deploy: { migrateLock: 1_000 } } } as Parameters<
    PostgresDatabases['migrateOnce']
  >[0];
  let worked = false;
  const work = async () => {
    worked = true;
    return '';
  };
  const attempts = [
    () => away.reachable(),
    () => away.ensure(['api']),
    () => away.uri(service),
    () => away.migrateOnce(release, work),
    () => away.snapshot(release),
  ];
  for (const attempt of attempts)
    await expect(attempt()).rejects.toThrow('connect ENOENT /nowhere/.s.PGSQL.5432');
  expect(worked).toBe(false);
});
