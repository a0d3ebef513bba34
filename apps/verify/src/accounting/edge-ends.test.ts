import { expect, test } from 'vitest';
import { endsWithEdge } from './edge-ends.ts';

const replacements = [{ beganAt: 100_000, endedAt: 200_000 }];

test.each([
  ['closed with 1006', 160_000, true],
  ['closed with 1006', 204_000, true],
  ['closed with 1006', 159_999, false],
  ['closed with 1006', 206_000, false],
  ['status 503', 160_000, false],
  [undefined, 160_000, false],
])('%s at %d ends with its edge: %s', (failure, at, ends) => {
  const seen = {
    stream: 'websockets',
    client: 1,
    due: 0,
    sent: 0,
    ended: 0,
    at,
    ...(failure && { failure }),
  };
  expect(endsWithEdge(seen, replacements, 60_000)).toBe(ends);
});
