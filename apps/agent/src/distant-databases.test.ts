import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Secret } from '@causeway/release';
import { expect, test } from 'vitest';
import { DistantDatabases } from './distant-databases.ts';

const place = { address: '10.0.0.7', port: 5432 };

test('a service is given the address of the first host, with its password escaped', async () => {
  const databases = new DistantDatabases(place, () => new Secret('a/b'));
  expect((await databases.uri({ name: 'api' })).reveal()).toBe('postgresql://api:a%2Fb@10.0.0.7:5432/api');
});

test('without a password it says what to do', async () => {
  await expect(new DistantDatabases(place, () => undefined).uri({ name: 'api' })).rejects.toThrow(
    'the first host has not handed over the password of "api" yet; run `deploy`',
  );
});

test('is reachable while somebody listens there, and else says where to look', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const databases = new DistantDatabases({ address: '127.0.0.1', port }, () => undefined);
  await expect(databases.reachable()).resolves.toBeUndefined();
  server.close();
  await once(server, 'close');
  await expect(databases.reachable()).rejects.toThrow(
    new RegExp(
      `^Postgres of the first host, 127\\.0\\.0\\.1:${port}, takes no connection from here \\(.*ECONNREFUSED`,
    ),
  );
});

test('migrates nothing', async () => {
  const databases = new DistantDatabases(place, () => undefined);
  await expect(databases.migrateOnce()).rejects.toThrow('migrations run on the first host of the target');
  await expect(databases.snapshot()).rejects.toThrow('migrations run on the first host of the target');
});
