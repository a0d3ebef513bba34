import { spellings } from '@causeway/corpus';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker } from '../asking.ts';
import { isRight, isSpelt, type Ruled } from '../outcomes.ts';

const edge = inject('edge');
const rules = edge.services.flatMap((service) => service.access.map((rule) => ({ service, ...rule })));

/** Headers by which a client says who it is. */
const claims = ['X-Forwarded-For', 'X-Real-IP', 'X-Client-IP', 'True-Client-IP', 'CF-Connecting-IP'];

describe.each(rules)('$service.name $path', ({ service, path, allow = [], deny = [] }) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());

  test.skipIf(!isSpelt({ path })).each(Object.entries(asker.over))(
    'is for this client what it is in every spelling over %s',
    async (_, ask) => {
      const here = await ask(path);
      const ruled: Ruled = here.status === 403 ? 'kept out' : 'unchanged';
      const wrong = [];
      for (const spelt of spellings(path, 'blocked')) {
        const wanted = spelt.outcome === 'blocked' ? ruled : spelt.outcome;
        const got = await ask(spelt.path);
        if (!isRight(service, spelt, wanted, got)) wrong.push({ ...spelt, wanted, got: got.status });
      }
      expect(wrong).toEqual([]);
    },
  );

  test.skipIf(edge.trustsProxies)('nobody gets in or keeps others out by saying who they are', async () => {
    const { status } = await asker.http1(path);
    const addresses = [...allow, ...deny].map((network) => network.replace(/\/.*/, ''));
    const lines = [
      ...addresses.flatMap((address) => claims.map((name) => `${name}: ${address}`)),
      ...addresses.map((address) => `Forwarded: for="${address}"`),
    ];
    const answers = [];
    for (const line of lines) answers.push({ line, status: (await asker.http1(path, line)).status });
    expect(answers.filter((answer) => answer.status !== status)).toEqual([]);
  });
});
