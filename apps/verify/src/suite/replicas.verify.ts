import request from 'supertest';
import { describe, expect, inject, test } from 'vitest';
import { show } from '../figures.ts';
import { readStatus } from '../platform/commands.ts';
import { replicasOf } from '../platform/containers.ts';
import { originOf } from '../target.ts';

const target = inject('target');

describe.each(target.services)('replicas of $name', (service) => {
  test('run in the number of the config, all healthy', async () => {
    const replicas = replicasOf(await readStatus(target), service.name);
    expect(replicas.map(({ healthy }) => healthy)).toEqual(
      Array.from({ length: service.replicas }, () => true),
    );
  });

  test.runIf(target.platform.edge.showRelease)('all serve, and share the requests', async (context) => {
    const served = new Map<string, number>();
    const edge = request.agent(originOf(target, service), { ca: target.ca });
    for (let count = 0; count < service.replicas * 20; count++) {
      const { 'x-replica': replica = 'none' } = (await edge.get(service.health?.path ?? '/')).headers;
      served.set(replica, (served.get(replica) ?? 0) + 1);
    }
    const rows = [...served].map(([replica, requests]) => ({
      replica: `${service.name} ${replica}`,
      requests,
    }));
    show(context, `Requests that each replica of ${service.name} served`, rows);
    expect(served.size).toBe(service.replicas);
  });
});

test('the edge has refused none of its files', async () => {
  expect((await readStatus(target)).edgeErrors).toEqual([]);
});
