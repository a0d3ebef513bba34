import { expect, test } from 'vitest';
import { type BuiltImage, surplus } from './unreleased-images.ts';

/** Younger with each number. */
const built = (number: number, ...others: string[]): BuiltImage => ({
  tags: [`causeway/api:${number}`, ...others],
  created: `2027-01-0${number}T00:00:00Z`,
});

test('of what no release keeps the newest three stay', () => {
  expect(
    surplus(
      [4, 1, 5, 2, 3].map((number) => built(number)),
      'api',
    ),
  ).toEqual(['causeway/api:2', 'causeway/api:1']);
});

test('what a release keeps, or somebody else has given a name, stays and does not count', () => {
  const kept = built(1, 'causeway-kept/shop-local/api:r7');
  const named = built(2, 'mine:latest');
  expect(surplus([kept, named, ...[3, 4, 5].map((number) => built(number))], 'api')).toEqual([]);
});

test('two builds of one content go together', () => {
  const old = built(1, 'causeway/api:again');
  expect(surplus([old, ...[2, 3, 4].map((number) => built(number))], 'api')).toEqual(old.tags);
});
