import request from 'supertest';
import { describe, expect, inject, test } from 'vitest';
import { originOf } from '../target.ts';

const target = inject('target');
const services = target.services.filter(({ name, uses }) => name === 'palindrom' && uses.includes('redis'));

describe.each(services)('Redis of $name', (service) => {
  test('counts every call once, whichever replica takes it', async () => {
    const edge = request.agent(originOf(target, service), { ca: target.ca });
    const hits: number[] = [];
    const replicas = new Set<string | undefined>();
    for (let count = 0; count < service.replicas * 5; count++) {
      const { body, headers } = await edge.get('/redis-hits');
      hits.push(body.hits);
      replicas.add(headers['x-replica']);
    }
    expect(hits).toEqual(hits.map((_, index) => (hits[0] ?? 0) + index));
    expect(replicas.size).toBe(service.replicas);
  });
});
