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
  [
    `regex '${"(it's) ".repeat(20)}' is refused`,
    `regex '${"(it's) ".repeat(20).slice(0, 40)}…' (140 characters) is refused`,
  ],
  ["host 'a.test' is there", "host 'a.test' is there"],
])('%j', (text, short) => {
  expect(shortened(text)).toBe(short);
});
