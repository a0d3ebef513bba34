import { expect, test } from 'vitest';
import { compare } from './snapshot.ts';

test('tells what came, what went and what is another', () => {
  const before = new Map([
    ['volumes: data', 'one'],
    ['containers: old', 'running'],
    ['edge: route', 'r1'],
  ]);
  const after = new Map([
    ['volumes: data', 'one'],
    ['containers: new', 'running'],
    ['edge: route', 'r2'],
  ]);
  expect(compare(before, after)).toEqual([
    { what: 'containers: new', kind: 'added' },
    { what: 'containers: old', kind: 'gone' },
    { what: 'edge: route', kind: 'changed' },
  ]);
});
