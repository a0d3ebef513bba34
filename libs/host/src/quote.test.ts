import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quote } from './quote.ts';

test.each(['plain', '', "o'neill", '$(id) `id` "x" \\ *', 'two\nlines'])(
  '%j comes back from a shell',
  (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' })).toBe(text);
  },
);
