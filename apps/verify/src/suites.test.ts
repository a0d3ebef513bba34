import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suiteOf, suites } from './suites.ts';

test('every suite has its place in the order, and every place a suite', () => {
  const files = readdirSync(join(import.meta.dirname, 'suite')).filter((file) => file.endsWith('.verify.ts'));
  expect(files.map(suiteOf).toSorted()).toEqual(suites.toSorted());
});
