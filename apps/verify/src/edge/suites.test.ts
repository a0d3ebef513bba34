import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suiteOf } from '../suites.ts';
import { edgeSuites } from './suites.ts';

test('every suite has its place in the order, and every place a suite', () => {
  const files = readdirSync(join(import.meta.dirname, 'suite'));
  expect(files.map(suiteOf).toSorted()).toEqual(edgeSuites.toSorted());
});
