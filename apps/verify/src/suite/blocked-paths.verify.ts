import request from 'supertest';
import { describe, expect, inject, test } from 'vitest';
import { type NamedService, originOf } from '../target.ts';
import { protocols, wasForwarded } from '../wire/index.ts';
import { disguises, ordinarySpellings } from '../wire/spellings.ts';

const target = inject('target');
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
const rules = target.services.flatMap((service) =>
  service.block.map((path) => ({ service, name: service.name, path })),
);

describe.each(rules)('$path of $name is blocked', ({ service, path }) => {
  const origin = new URL(originOf(target, service));

  describe.each(Object.entries(protocols))('over %s', (_, send) => {
    test.each(ordinarySpellings(path))('%s gets 404 from the edge', async (spelling) => {
      const answer = await send({ origin, ca: target.ca, method: 'GET', path: spelling });
      expect(answer.status).toBe(404);
      expect(wasForwarded(answer)).toBe(false);
    });

    test.each(methods)('%s gets 404 from the edge', async (method) => {
      const answer = await send({ origin, ca: target.ca, method, path });
      expect(answer.status).toBe(404);
      expect(wasForwarded(answer)).toBe(false);
    });

    test('no disguise is answered as if it were the path', async () => {
      for (const spelling of disguises(path)) {
        const answer = await send({ origin, ca: target.ca, method: 'GET', path: spelling });
        expect(wasForwarded(answer) && answer.status < 400, `${spelling} got ${answer.status}`).toBe(false);
      }
      await everyReplicaServes(service);
    });
  });

  test('an absolute address in the request line is no way around', async () => {
    const answer = await protocols['HTTP/1.1']({
      origin,
      ca: target.ca,
      method: 'GET',
      path: `${origin.origin}${path}`,
    });
    expect(wasForwarded(answer)).toBe(false);
  });

  test('after all of it every replica serves as before', () => everyReplicaServes(service));
});

/** A replica that was told to prepare for its end would no longer be healthy. */
async function everyReplicaServes(service: NamedService): Promise<void> {
  const seen = new Set<string | undefined>();
  const edge = request.agent(originOf(target, service), { ca: target.ca });
  for (let count = 0; count < service.replicas * 6; count++) {
    const answer = await edge.get(service.health?.path ?? '/');
    if (service.health) expect(answer.status).toBe(200);
    seen.add(answer.headers['x-replica']);
  }
  expect(seen.size).toBe(service.replicas);
}
