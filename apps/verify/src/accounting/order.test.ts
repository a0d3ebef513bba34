import { describe, expect, test } from 'vitest';
import type { Observation } from '../load/load-plan.ts';
import { findRelapses, findStrangers } from './order.ts';

const releases = ['app@1', 'app@2', 'app@3'];

describe('relapses', () => {
  test('old after new by one client is one', () => {
    const seen = [answer(0, 10, 'app@1'), answer(20, 30, 'app@2'), answer(40, 50, 'app@1')];
    expect(findRelapses(seen, releases)).toEqual([
      { client: 1, stream: 'reads', had: 'app@2', got: 'app@1', at: 50 },
    ]);
  });

  test('new after old is none', () => {
    const seen = [answer(0, 10, 'app@1'), answer(20, 30, 'app@2'), answer(40, 50, 'app@3')];
    expect(findRelapses(seen, releases)).toEqual([]);
  });

  test('an old answer to a request that was sent before the new answer came is none', () => {
    const seen = [answer(20, 90, 'app@1'), answer(30, 40, 'app@2')];
    expect(findRelapses(seen, releases)).toEqual([]);
  });

  test('clients are told apart', () => {
    const seen = [answer(0, 10, 'app@2', 1), answer(20, 30, 'app@1', 2)];
    expect(findRelapses(seen, releases)).toEqual([]);
  });

  test('the order in which answers are recorded does not matter', () => {
    const seen = [answer(40, 50, 'app@2'), answer(20, 30, 'app@3')];
    expect(findRelapses(seen, releases)).toHaveLength(1);
  });
});

test('an answer of a release that nobody released is a stranger, and so is one without', () => {
  const odd = [answer(0, 10, 'app@9'), answer(0, 10, undefined)];
  expect(findStrangers([answer(0, 10, 'app@1'), ...odd], releases)).toEqual(odd);
});

function answer(sent: number, ended: number, release: string | undefined, client = 1): Observation {
  return { stream: 'reads', client, due: sent, sent, ended, at: ended, release };
}
