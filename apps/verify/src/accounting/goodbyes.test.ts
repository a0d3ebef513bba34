import { expect, test } from 'vitest';
import type { Goodbye } from '../load/load-plan.ts';
import { timeGoodbyes } from './goodbyes.ts';

const stays = [
  { release: 'app@1', leftAt: 1000 },
  { release: 'app@2', leftAt: 2000 },
  { release: 'app@1', leftAt: 3000 },
  { release: 'app@3' },
];

test.each([
  ['app@1', 1500, 500],
  ['app@1', 3500, 500],
  ['app@2', 2001, 1],
  ['app@3', 9000, 0],
  ['app@2', 1500, 0],
  [undefined, 1500, 0],
])('a close by %s at %d comes %d ms after the switch', (release, at, after) => {
  const goodbye: Goodbye = {
    stream: 'sockets',
    client: 1,
    code: 1012,
    at,
    waiting: 0,
    ...(release && { release }),
  };
  expect(timeGoodbyes([goodbye], stays)).toEqual([{ ...goodbye, after }]);
});
