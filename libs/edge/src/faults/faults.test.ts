import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seeded } from './fault.ts';
import { faults } from './list.ts';

const source = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

test.each(faults)('$file: $text can be made wrong', (fault) => {
  expect(seeded(source(fault.file), fault)).not.toBe(source(fault.file));
});

test('there are enough of them to judge the tests by', () => {
  expect(faults.length).toBeGreaterThanOrEqual(50);
});
