import { expect, test } from 'vitest';
import { Jar } from './jar.ts';

test('gives back what it was given, the latest of each name, without attributes', () => {
  const jar = new Jar();
  expect(jar.isEmpty).toBe(true);
  jar.keep(undefined);
  jar.keep('client=one; Path=/; Secure');
  jar.keep(['client=two; Max-Age=60', 'session=a=b']);
  expect(jar.isEmpty).toBe(false);
  expect(jar.header).toBe('client=two; session=a=b');
});
