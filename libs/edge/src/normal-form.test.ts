import { describe, expect, test } from 'vitest';
import { ambiguous, wellFormed } from './normal-form.ts';

// as flags: under `(?i:…)` V8 takes some alternatives for their lower case alone
const whole = (expression: string, flags: string) =>
  new RegExp(`^(?:${expression.replaceAll(/\(\?i?s?:/g, '(?:')})$`, flags);

const isWellFormed = (path: string) => whole(wellFormed, 'i').test(path);
const isAmbiguous = (path: string) => whole(ambiguous, 'is').test(path);

describe('well-formed', () => {
  test.each([
    '/',
    '/a-b._~!$&\'()*+,;=:@/"<>[]^`{|}',
    '/a%20b%2Fc%25%40%7e',
    '/%c3%bc%E2%82%ac%f0%9f%98%80',
    '/%C2%A0',
  ])('%s', (path) => expect(isWellFormed(path)).toBe(true));

  test.each([
    ['nothing', ''],
    ['no slash in front', 'a'],
    ['a backslash', '/a\\b'],
    ['an escaped one', '/a%5Cb'],
    ['a space', '/a b'],
    ['a control character', '/a\x7f'],
    ['an escaped one', '/a%00'],
    ['one of the second set', '/a%c2%85'],
    ['a fragment', '/a#b'],
    ['half an escape', '/a%4'],
    ['no escape', '/a%zz'],
    ['raw UTF-8', '/ü'],
    ['Latin-1', '/%fc'],
    ['a lone continuation', '/%80'],
    ['half a character', '/%c3/'],
    ['one too long in two bytes', '/%c1%a1'],
    ['one too long in three bytes', '/%e0%80%af'],
    ['one too long in four bytes', '/%f0%80%80%af'],
    ['a surrogate', '/%ed%a0%80'],
    ['beyond Unicode', '/%f4%90%80%80'],
    ['a letter that folds to k', '/\u212a'],
  ])('not %s', (_what, path) => expect(isWellFormed(path)).toBe(false));
});

describe('ambiguous', () => {
  test.each([
    '/.',
    '/a/..',
    '/a/../b',
    '/%2e%2E/b',
    '/a%2f..%2Fb',
    '/.../b',
    '/%20/b',
    '/.%20/b',
    '/a/%e2%80%8b',
    '/%ef%bc%8e./b',
    '/%e2%80%a5/b',
    '/;x/b',
    '/%3b/b',
    '/..;/b',
    '/%ef%bc%9bx/b',
    '/%2561',
    '/%25%36%31',
    '/%25%EF%BC%96%31',
    '/%ef%bc%8561',
    '/a%ef%bc%8fb',
    '/a%EF%BC%BCb',
    '/%e2%84%80',
  ])('%s', (path) => expect(isAmbiguous(path)).toBe(true));

  test.each([
    '/',
    '/a/b/',
    '//a',
    '/.well-known/x',
    '/..a/a../a...b',
    '/a;b=c/d;e',
    '/a%2Fb',
    '/100%25',
    '/100%25/a',
    '/5%25discount',
    '/a%20b',
    '/%20a',
    '/50%EF%BC%85%E3%82%AA',
    '/%E2%9D%A4%EF%B8%8F',
  ])('not %s', (path) => expect(isAmbiguous(path)).toBe(false));
});
