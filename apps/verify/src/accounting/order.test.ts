import { describe, expect, test } from 'vitest';
import type { Observation } from '../load/load-plan.ts';
import { findRelapses, findStrangers, type Served } from './order.ts';

const releases = ['app@1', 'app@2', 'app@3'];
const served: Served[] = releases.map((release) => ({ release, since: 0 }));

describe('relapses', () => {
  test('old after new by one client is one', () => {
    const seen = [answer(0, 10, 'app@1'), answer(20, 30, 'app@2'), answer(40, 50, 'app@1')];
    expect(findRelapses(seen, served)).toEqual([
      { client: 1, stream: 'reads', had: 'app@2', got: 'app@1', at: 50 },
    ]);
  });

  test('new after old is none', () => {
    const seen = [answer(0, 10, 'app@1'), answer(20, 30, 'app@2'), answer(40, 50, 'app@3')];
    expect(findRelapses(seen, served)).toEqual([]);
  });

  test('an old answer to a request that was sent before the new answer came is none', () => {
    const seen = [answer(20, 90, 'app@1'), answer(30, 40, 'app@2')];
    expect(findRelapses(seen, served)).toEqual([]);
  });

  test('clients are told apart', () => {
    const seen = [answer(0, 10, 'app@2', 1), answer(20, 30, 'app@1', 2)];
    expect(findRelapses(seen, served)).toEqual([]);
  });

  test('the order in which answers are recorded does not matter', () => {
    const seen = [answer(40, 50, 'app@2'), answer(20, 30, 'app@3')];
    expect(findRelapses(seen, served)).toHaveLength(1);
  });
});

describe('after a rollback', () => {
  const back: Served[] = [
    { release: 'app@1', since: 0 },
    { release: 'app@2', since: 100 },
    { release: 'app@1', since: 200 },
    { release: 'app@3', since: 300 },
  ];

  test('the old release is no relapse', () => {
    const seen = [answer(110, 120, 'app@2'), answer(210, 220, 'app@1'), answer(310, 320, 'app@3')];
    expect(findRelapses(seen, back)).toEqual([]);
  });

  test('what was rolled back is one', () => {
    const seen = [answer(110, 120, 'app@2'), answer(210, 220, 'app@1'), answer(230, 240, 'app@2')];
    expect(findRelapses(seen, back)).toMatchObject([{ had: 'app@1', got: 'app@2' }]);
  });

  test('the old release before the rollback began is one', () => {
    const seen = [answer(110, 120, 'app@2'), answer(130, 140, 'app@1')];
    expect(findRelapses(seen, back)).toMatchObject([{ had: 'app@2', got: 'app@1' }]);
  });
});

test('an answer of a release that nobody released is a stranger, and so is one without', () => {
  const odd = [answer(0, 10, 'app@9'), answer(0, 10, undefined)];
  expect(findStrangers([answer(0, 10, 'app@1'), ...odd], releases)).toEqual(odd);
});

function answer(sent: number, ended: number, release: string | undefined, client = 1): Observation {
  return { stream: 'reads', client, due: sent, sent, ended, at: ended, release };
}
