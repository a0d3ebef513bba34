import { anyOf, bothCases, continuation, escaped, escapesOf, hex } from './escape.ts';

/** A printable ASCII character in its full-width form, escaped: `ａ` and `Ａ` for `a`. */
export const fullWidth = (character: string): readonly string[] =>
  /^[!-~]$/.test(character) ? bothCases(character).map(widened) : [];

const widened = (character: string): string =>
  escapesOf(String.fromCodePoint(character.charCodeAt(0) + fullWidthOffset));

const fullWidthOffset = 0xff01 - '!'.charCodeAt(0);

/** Spaces, joiners, fillers, selectors: what nobody sees, and some programs leave out. */
export const invisible = anyOf(
  ...[
    'c2 a[0d]',
    'cd 8f',
    'd8 9c',
    'e1 (?:85%(?:9f|a0)|9a%80|9e%b[45]|a0%8[b-f])',
    `e2 80 (?:8${hex}|a[89a-f])`,
    `e2 81 (?:9f|a${hex})`,
    'e3 (?:80%80|85%a4)',
    `ef b8 8${hex}`,
    'ef (?:bb%bf|be%a0|bf%b[0-8])',
    'f0 (?:9b%b2%a[0-3]|9d%85%(?:b[3-9]|ba))',
    `f3 a0 ${continuation} ${continuation}`,
  ].map(escaped),
);

/** One dot or more: ․ ‥ … ︙ ︰ ﹒ ． */
export const dots = anyOf(...['e2 80 a[4-6]', 'ef b8 (?:99|b0)', 'ef b9 92'].map(escaped), ...fullWidth('.'));

/**
 * What some programs take for one ASCII character, for several, or for none. All that Unicode's NFKC and change of case
 * make ASCII of, with some of its neighbours.
 */
export const lookalike = anyOf(
  invisible,
  ...[
    // ª ² ³ ¹ º
    'c2 (?:aa|b[239a])',
    // ß İ ı ĳ ſ ǈ ǲ
    'c3 9f',
    'c4 b[0-3]',
    'c5 bf',
    'c7 (?:8[7-c]|b[1-3])',
    // ʰ ˡ ᴬ ᶜ ẞ
    'c(?:a%b[02378]|b%a[1-3])',
    `e1 (?:b[4-6]%${continuation}|ba%9e)`,
    // … ‼ ⁱ ₐ ₨
    'e2 80 (?:a[4-6]|bc)',
    `e2 81 b${hex}`,
    `e2 82 (?:[89]${hex}|a8)`,
    // ℂ ⅷ ① ⓐ ⩵ ⱼ
    `e2 (?:8[45]|9[1-3]) ${continuation}`,
    'e2 (?:a9%b[4-6]|b1%b[cd])',
    // ㎎ ㏂
    `e3 8[9a-f] ${continuation}`,
    'ea 9f b[2-4]',
    // ﬁ ︰ ﹍ ﹒
    'ef ac (?:8[0-6]|a9)',
    'ef b8 (?:9[0-9]|b[0-6])',
    `ef b9 (?:8[d-f]|[9a]${hex})`,
    // 𝐚 🄰 🯰
    `f0 (?:90%9e|9b%b2|9c%b3) ${continuation}`,
    `f0 9d ${continuation} ${continuation}`,
    `f0 9f (?:8[4-6]%${continuation}|af%b[0-9])`,
  ].map(escaped),
);
