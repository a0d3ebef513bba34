/**
 * Parts of expressions (RE2) for percent-encoded paths, for use under `(?i:…)`. A character beyond ASCII is known by the
 * escapes of its bytes alone: no path that goes on holds it raw.
 */

export const anyOf = (...alternatives: readonly string[]): string => `(?:${alternatives.join('|')})`;

/** Escapes of the bytes that each word stands for: `ef bc a[1-6]`. */
export const escaped = (bytes: string): string => bytes.replace(/\S+/g, '%$&').replaceAll(' ', '');

export const hex = '[0-9a-f]';

/** Each byte of a character but its first. */
export const continuation = `[89ab]${hex}`;

/** A character as itself and escaped: `-` is `-` and `%2d`. */
export const writings = (character: string): readonly string[] => [
  ...(isAscii(character) ? [quote(character)] : []),
  ...bothCases(character).map(escapesOf),
];

export const bothCases = (character: string): readonly string[] => [
  ...new Set([character.toLowerCase(), character.toUpperCase()]),
];

/** The escapes of a text's bytes. */
export const escapesOf = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

export const isAscii = (character: string): boolean => character < '\x80';

export const quote = (text: string): string => text.replace(/[^A-Za-z0-9/_%~]/g, '\\$&');
