import { spellings } from '@causeway/corpus';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker } from '../asking.ts';
import type { CheckedService } from '../checked-edge.ts';
import { isSpelt } from '../outcomes.ts';

const edge = inject('edge');

type Limit = CheckedService['limits'][number];

const rules = edge.services.flatMap((service) =>
  service.limits.filter(isNarrow).map((limit) => ({ service, ...limit })),
);

/** One client that asks in turn comes to its end: some hundred requests a second are what it can do. */
function isNarrow({ requests, per, burst }: Limit): boolean {
  return burst <= 1000 && (requests / per) * 1000 <= 20;
}

test.skipIf(rules.length > 0)('there is a limit that one client can come to', ({ skip }) =>
  skip('there is none'),
);

describe.each(rules)('$service.name $path', ({ service, path, ...limit }) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());

  test('lets no more through than it says, in all spellings together', async () => {
    const spelt = spellingsOf(path);
    const startedAt = performance.now();
    const answers = [];
    for (let count = 0; count < 2 * limit.burst + 20; count++)
      answers.push(await asker.http1(spelt[count % spelt.length] ?? path));
    const free = ((performance.now() - startedAt) / limit.per) * limit.requests;
    const through = answers.filter(({ status }) => status !== 429);
    expect(through.length).toBeLessThanOrEqual(limit.burst + Math.ceil(free));
    expect(answers.find(({ status }) => status === 429)?.head).toMatch(/\r\nretry-after: [1-9]\d*\r\n/i);
  });

  test.skipIf(path === '/')('leaves other paths alone', async () => {
    expect((await asker.http1(service.open)).status).not.toBe(429);
  });
});

const spellingsOf = (path: string): string[] =>
  isSpelt({ path })
    ? spellings(path, 'blocked')
        .filter(({ outcome }) => outcome === 'blocked')
        .map((spelt) => spelt.path)
    : [path];
