import { type Outcome, ordinary, type PathCase, spellings } from '@causeway/corpus';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker, type Outcome as Got } from '../asking.ts';
import type { CheckedService } from '../checked-edge.ts';

const edge = inject('edge');

describe.each(edge.services)('$name', (service) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());

  describe.each(rulesOf(service))('$path', ({ path, outcome }) => {
    test.each(Object.entries(asker.over))('in no spelling is it let through over %s', async (_, ask) => {
      const wrong = [];
      for (const spelt of spellings(path, outcome)) {
        const got = await ask(spelt.path);
        if (!isRight(spelt, got)) wrong.push({ ...spelt, got: got.status });
      }
      expect(wrong).toEqual([]);
    });
  });

  test.each(Object.entries(asker.over))(
    'ordinary addresses reach the application over %s',
    async (_, ask) => {
      const wrong = [];
      for (const path of ordinaryOf(service)) {
        const got = await ask(path);
        if (!isRight({ path, outcome: 'unchanged' }, got)) wrong.push({ path, got: got.status });
      }
      expect(wrong).toEqual([]);
    },
  );
});

const ordinaryOf = ({ refusesEscapedSlashes }: CheckedService): readonly string[] =>
  refusesEscapedSlashes ? ordinary.filter((path) => !/^[^?]*%2f/i.test(path)) : ordinary;

/** The corpus spells paths of one or two segments. */
function rulesOf({ block, protect }: CheckedService): PathCase[] {
  const rules: PathCase[] = [
    ...block.map((path) => ({ path, outcome: 'blocked' }) as const),
    ...protect.map(({ path }) => ({ path, outcome: 'asks for credentials' }) as const),
  ];
  return rules.filter(({ path }) => /^\/[a-z][\w-]*(?:\/[a-z][\w-]*)?$/i.test(path));
}

function isRight({ outcome }: PathCase, { status, forwarded }: Got): boolean {
  if (outcome === 'unchanged') return forwarded ?? !refusals.includes(status);
  return forwarded !== true && statuses[outcome].includes(status);
}

const statuses: Readonly<Record<Exclude<Outcome, 'unchanged'>, readonly Got['status'][]>> = {
  blocked: [404],
  'asks for credentials': [401],
  refused: [400, 'reset', 'closed'],
};

// an application may answer 404 as well
const refusals: readonly Got['status'][] = [400, 401, 421, 'reset', 'closed'];
