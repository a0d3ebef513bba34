import { describe, expect, test } from 'vitest';
import { renderBootstrap } from './bootstrap.ts';
import { renderEdge } from './edge.ts';
import { combinations, combined, unmetPairs } from './testing/combinations.ts';
import { validate } from './testing/envoy.ts';
import { excerpt } from './testing/excerpt.ts';
import { reordered } from './testing/reordered.ts';
import { flattenForValidation } from './validation.ts';

test('any two values of two features meet in a combination', () => {
  expect(unmetPairs(combinations)).toEqual([]);
});

test('a pair that meets in none is named', () => {
  expect(unmetPairs(combinations.filter((each) => !/canary.*acme/.test(each)))).toContain('canary with acme');
});

const numbered = combinations.map((combination, index) => ({ number: index + 1, combination }));

describe.each(numbered)('$number: $combination', ({ number, combination }) => {
  const { plan, live, secrets } = combined(combination);
  const render = () => renderEdge(plan, live, secrets);

  test('as in its golden file', async () => {
    const file = `golden/combinations/${String(number).padStart(2, '0')}.json`;
    await expect(excerpt(combination, render())).toMatchFileSnapshot(file);
  });

  test('the same bytes, in whichever order its parts come', () => {
    const other = reordered({ plan, live, secrets }, number);
    expect(renderEdge(other.plan, other.live, other.secrets)).toEqual(render());
  });

  test('accepted by the real binary', () => {
    expect(validate(flattenForValidation(renderBootstrap(plan), render()))).toBe('OK');
  });
});
