import { expect, test } from 'vitest';
import { disguises, ordinarySpellings } from './spellings.ts';

test('no disguise of a path is one of its ordinary spellings', () => {
  const ordinary = new Set(ordinarySpellings('/prepare-for-deploy'));
  const all = disguises('/prepare-for-deploy');
  expect(all.filter((spelling) => ordinary.has(spelling))).toEqual([]);
  expect(all.length).toBe(new Set(all).size);
});
