import { expect, test } from 'vitest';
import { subnetsOverlap } from './subnet.ts';

test.each([
  ['10.213.0.0/22', '10.213.0.0/16', true],
  ['10.213.0.0/16', '10.213.4.0/22', true],
  ['10.213.0.0/22', '10.213.4.0/22', false],
  ['172.17.0.0/16', '10.213.0.0/22', false],
  ['10.213.0.0/22', 'fd00::/64', false],
  ['10.213.0.0/22', '', false],
])('%s and %s overlap: %s', (one, other, overlap) => {
  expect(subnetsOverlap(one, other)).toBe(overlap);
  expect(subnetsOverlap(other, one)).toBe(overlap);
});
