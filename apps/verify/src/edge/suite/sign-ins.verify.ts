import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker } from '../asking.ts';

const edge = inject('edge');
const rules = edge.services.flatMap((service) =>
  service.protect.map(({ path, users }) => ({ service, path, users })),
);

/** More than this is no mistake any more. */
const tries = 20;

describe.each(rules)('$service.name $path', ({ service, path, users: [user = ''] }) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());

  test(`whoever guesses is locked out within ${tries} tries, and others are served`, async () => {
    const statuses = [];
    for (let count = 0; count <= tries; count++) {
      const guess = Buffer.from(`${user}:guess-${count}`).toString('base64');
      statuses.push((await asker.http1(path, `Authorization: Basic ${guess}`)).status);
    }
    // what was guessed at other paths counts too
    expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
    expect(statuses.at(-1)).toBe(429);
    expect([401, 429]).not.toContain((await asker.http1(service.open)).status);
  });
});
