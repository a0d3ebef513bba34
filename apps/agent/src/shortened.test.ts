import { expect, test } from 'vitest';
import { shortened } from './shortened.ts';

test.each([
  ['', ''],
  ['a short reason', 'a short reason'],
  [`${'a'.repeat(79)} b`, `${'a'.repeat(79)} b`],
  [
    `x ${'a'.repeat(80)} y ${'b'.repeat(6000)}`,
    `x ${'a'.repeat(40)}… (80 characters) y ${'b'.repeat(40)}… (6000 characters)`,
  ],
])('%j', (text, short) => {
  expect(shortened(text)).toBe(short);
});
