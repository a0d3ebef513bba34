import { expect, test } from 'vitest';
import { TakenParts } from './taken-parts.ts';

test('parts are known whatever set they came with', () => {
  const taken = new TakenParts();
  taken.add(['routes 1', 'cluster 1']);
  taken.add(['routes 2', 'cluster 1', 'cluster 2']);
  expect(taken.haveAll(['routes 1', 'cluster 1', 'cluster 2'])).toBe(true);
  expect(taken.haveAll(['routes 3', 'cluster 1'])).toBe(false);
});

test('what is in use is kept, however much comes and goes beside it', () => {
  const taken = new TakenParts();
  for (let release = 0; release < 2000; release++) taken.add(['listeners', `cluster ${release}`]);
  expect(taken.haveAll(['listeners', 'cluster 1999'])).toBe(true);
  expect(taken.haveAll(['cluster 1'])).toBe(false);
});

test('a set of any size is known whole', () => {
  const taken = new TakenParts();
  const parts = Array.from({ length: 3000 }, (_, index) => `cluster ${index}`);
  taken.add(parts);
  expect(taken.haveAll(parts)).toBe(true);
});
