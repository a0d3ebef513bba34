import { describe, expect, test } from 'vitest';
import { escapesOf } from './escape.ts';
import { fullWidth, lookalike } from './lookalikes.ts';

const expression = new RegExp(`^${lookalike}$`);

const isLookalike = (text: string) => expression.test(escapesOf(text));

/** Every character beyond ASCII. */
function* characters(): Generator<string> {
  for (let point = 0x80; point < 0x110000; point++) {
    if (point < 0xd800 || point > 0xdfff) yield String.fromCodePoint(point);
  }
}

const foldings: readonly ((text: string) => string)[] = [
  (text) => text.normalize('NFKC'),
  (text) => text.normalize('NFKC').toUpperCase(),
  (text) => text.toLowerCase().normalize('NFKC'),
  (text) => text.toUpperCase().normalize('NFKC'),
  (text) => text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, ''),
];

test('whatever folds to nothing but characters that a rule may have is a lookalike, or full-width', () => {
  const wide = new Set([..."!$&'()+,-.0123456789:=@_~ABCDEFGHIJKLMNOPQRSTUVWXYZ"].flatMap(fullWidth));
  const missed = [...characters()].filter(
    (character) =>
      foldings.some((fold) => /^[\w\-.~!$&'()+,=:@ ]*$/.test(fold(character))) &&
      !wide.has(escapesOf(character)) &&
      !isLookalike(character),
  );
  expect(missed).toEqual([]);
});

test('letters that people write with are none', () => {
  const letters = 'äöüéèêçñåøæœşğžščřđłπλжяЩאبकกあア漢字한글–—’“”·€✓❤🇩🇪🎉（）「」';
  expect([...letters].filter(isLookalike)).toEqual([]);
});

describe('full width', () => {
  test.each([
    ['a', ['Ａ', 'ａ']],
    ['7', ['７']],
    ['-', ['－']],
    ['ü', []],
  ])('of %s', (character, wide) => {
    expect([...fullWidth(character)].sort()).toEqual(wide.map(escapesOf).sort());
  });
});
