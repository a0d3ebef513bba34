import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suiteOf, suites, suitesOf } from './suites.ts';
import type { Target } from './target.ts';

test('every suite has its place in the order, and every place a suite', () => {
  const files = readdirSync(join(import.meta.dirname, 'suite')).filter((file) => file.endsWith('.verify.ts'));
  expect(files.map(suiteOf).toSorted()).toEqual(suites.toSorted());
});

test('a suite is left out by its name, whatever else is asked for', () => {
  const target = { services: [], platform: { data: {}, edge: {}, targets: {} } } as unknown as Target;
  const whole = suitesOf(target, { only: [], without: [] });
  expect(whole).toContain('restart');
  expect(suitesOf(target, { only: [], without: ['restart'] })).toEqual(
    whole.filter((name) => name !== 'restart'),
  );
  expect(suitesOf(target, { only: ['https', 'restart'], without: ['restart'] })).toEqual(['https']);
});
