import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes, isPalindrome } from './palindrome.ts';

const palindromes = {
  'one letter': 'a',
  'letters of both cases': 'Anna',
  'spaces and punctuation': 'A man, a plan, a canal: Panama!',
  'signs of a keyboard': '~a + b | a$',
  digits: '12 321',
  'precomposed and combining accents': 'éte\u0301',
  'a mark that stays with its letter': 'a\u0308ba\u0308',
  'sharp s, as its capitals would be': 'ßas s',
  'capital sharp s': 'ẞaß',
  'a ligature as its capitals would be': 'ﬁxif',
  'final sigma': 'ΣΑΣ σας',
  'Turkish capitals': 'İki ikI',
  Hebrew: 'ילד כותב בתוך דלי',
  'Arabic with vowel marks': 'تُوتُ',
  'direction marks': '\u200fילי\u200e',
  'a family of one emoji': '👨‍👩‍👧 a 👨‍👩‍👧',
  'flags of two letters': '🇩🇪🇫🇷🇩🇪',
  'skin tones': '👍🏽👍🏽',
  'emoji with and without a style': '❤️a❤',
  'a keycap': '1️⃣21️⃣',
  symbols: '€5€',
  'Chinese punctuation': '上海自來水,來自海上。',
  Korean: '다시 합창합시다',
  'joiners between letters': 'a\u200cb\u200da',
  'letters outside the first plane': '𐐀𐐁𐐨',
};

const others = {
  'two letters': 'ab',
  'accents that differ': 'éte',
  'families that differ': '👨‍👩‍👧👩‍👧‍👨',
  'flags that differ': '🇩🇪🇫🇷',
  'skin tones that differ': '👍🏽👍🏿',
  'a symbol on one side': '€55',
  nothing: '',
  spaces: ' \t\n',
  'punctuation alone': '?!',
  'signs alone': '+-+',
  'a mark without a letter': '\u0301',
  'joiners alone': '\u200d\u200d',
};

describe('is a palindrome', () => {
  test.each(Object.entries(palindromes))('%s', (_name, text) => expect(isPalindrome(text)).toBe(true));
});

describe('is none', () => {
  test.each(Object.entries(others))('%s', (_name, text) => expect(isPalindrome(text)).toBe(false));
});

describe('for any text', () => {
  const anyText = fc.string({ unit: 'grapheme' });
  const letters = fc.string({ unit: fc.constantFrom(...'abcäßéжλ語'), minLength: 1 });
  const mirror = (text: string) => graphemes(text).reverse().join('');

  test('both cases are alike', () => {
    const bothCases = (text: string) => isPalindrome(text.toUpperCase()) === isPalindrome(text);
    fc.assert(fc.property(anyText, bothCases));
    fc.assert(fc.property(letters, (text) => bothCases(text + mirror(text))));
  });

  test('both normal forms are alike', () => {
    const bothForms = (text: string) =>
      isPalindrome(text.normalize('NFD')) === isPalindrome(text.normalize('NFC'));
    fc.assert(fc.property(anyText, bothForms));
    fc.assert(fc.property(letters, (text) => bothForms(text + mirror(text))));
  });

  test('letters and their mirror image make one', () => {
    fc.assert(fc.property(letters, (text) => isPalindrome(text + mirror(text))));
  });

  test('a letter that the mirror image lacks makes none', () => {
    fc.assert(fc.property(letters, (text) => !isPalindrome(`x${text}${mirror(text)}`)));
  });

  test('punctuation anywhere changes nothing', () => {
    const sign = fc.constantFrom(' ', ', ', '!', '—', '…', '"', '\u00a0');
    const dotted = (text: string, mark: string) => graphemes(text).join(mark) + mark;
    fc.assert(
      fc.property(letters, sign, (text, mark) => isPalindrome(dotted(text, mark)) === isPalindrome(text)),
    );
    fc.assert(fc.property(letters, sign, (text, mark) => isPalindrome(dotted(text + mirror(text), mark))));
  });
});
