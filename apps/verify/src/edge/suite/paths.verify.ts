import { ordinary, type PathCase, spellings } from '@causeway/corpus';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker } from '../asking.ts';
import type { CheckedService } from '../checked-edge.ts';
import { isRight, isSpelt, refusesSlash } from '../outcomes.ts';

const edge = inject('edge');

describe.each(edge.services)('$name', (service) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());

  describe.each(rulesOf(service))('$path', ({ path, outcome }) => {
    test.each(Object.entries(asker.over))('in no spelling is it let through over %s', async (_, ask) => {
      const wrong = [];
      for (const spelt of spellings(path, outcome)) {
        const got = await ask(spelt.path);
        if (!isRight(service, spelt, spelt.outcome, got)) wrong.push({ ...spelt, got: got.status });
      }
      expect(wrong).toEqual([]);
    });
  });

  test.each(Object.entries(asker.over))(
    'ordinary addresses reach the application over %s',
    async (_, ask) => {
      const wrong = [];
      for (const path of ordinary.filter((each) => !refusesSlash(service, each))) {
        const got = await ask(path);
        if (!isRight(service, { path, outcome: 'unchanged' }, 'unchanged', got))
          wrong.push({ path, got: got.status });
      }
      expect(wrong).toEqual([]);
    },
  );
});

function rulesOf({ block, protect }: CheckedService): PathCase[] {
  const rules: PathCase[] = [
    ...block.map((path) => ({ path, outcome: 'blocked' }) as const),
    ...protect.map(({ path }) => ({ path, outcome: 'asks for credentials' }) as const),
  ];
  return rules.filter(isSpelt);
}
