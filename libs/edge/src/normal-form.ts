import { anyOf, continuation, escaped, hex, writings } from './escape.ts';
import { dots, fullWidth, invisible, lookalike } from './lookalikes.ts';

/*
 * Expressions (RE2) on a request's path without its query. A path has a normal form when it is `wellFormed` and not
 * `ambiguous`: then applications that decode it, once or more, can differ over little more than case and parameters.
 */

const printable = '[!-"$&->@-\\[\\]-~]';

// all of ASCII that is printable, but the backslash, which some take for a slash
const asciiEscape = escaped(`(?:[2346]${hex}|5[0-9abd-f]|7[0-9a-e])`);

// UTF-8 in its shortest form, without surrogates and control characters
const utf8Escapes = [
  `c2 [ab]${hex}`,
  `(?:c[3-9a-f]|d${hex}) ${continuation}`,
  `e0 [ab]${hex} ${continuation}`,
  `e[1-9a-cef] ${continuation} ${continuation}`,
  `ed [89]${hex} ${continuation}`,
  `f0 [9ab]${hex} ${continuation} ${continuation}`,
  `f[1-3] ${continuation} ${continuation} ${continuation}`,
  `f4 8${hex} ${continuation} ${continuation}`,
].map(escaped);

/** Nothing but printable characters, raw or escaped, and whole escapes. */
export const wellFormed = `/(?:${printable}|(?i:${anyOf(asciiEscape, ...utf8Escapes)}))*`;

const slash = anyOf(...writings('/'));

// what is left out or cut off when it stands alone between slashes
const nothing = anyOf(...writings('.'), dots, ...writings(' '), invisible);

const parameter = anyOf(...writings(';'), ...fullWidth(';'), ...['cd be', 'ef b9 94'].map(escaped));

/** `/./`, `/../`, `/ /`, `/;x/`, `/..;x/`: segments that some resolve, some leave out and some take for names. */
const idleSegment = `${slash}(?:${nothing}+(?:${slash}.*)?|${nothing}*${parameter}.*)`;

const percent = anyOf('%25', ...fullWidth('%'), escaped('ef b9 aa'));

const hexDigit = anyOf(
  hex,
  escaped('3[0-9]'),
  escaped('[46][1-6]'),
  escaped('ef bc (?:9[0-9]|a[1-6])'),
  escaped('ef bd 8[1-6]'),
  lookalike,
);

/** `%2561` and `%25%36%31` are `%61` once decoded, and `a` when decoded twice; so is `%25u0061` to some. */
const nestedEscape = `${percent}${anyOf(...writings('u'))}?${hexDigit}{2}.*`;

// ／ ＼ ﹨ ℀ ℁ ℅ ℆
const slashLookalike = `${anyOf(...fullWidth('/'), ...fullWidth('\\'), escaped('ef b9 a8'), escaped('e2 84 8[0156]'))}.*`;

/** What applications resolve in different ways, so that no one path can be told from it. */
export const ambiguous = `(?is:.*${anyOf(idleSegment, nestedEscape, slashLookalike)})`;
