const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

const emoji = /\p{RGI_Emoji}/v;
/** Signs on a keyboard ($ + < = > ^ ` | ~) are punctuation to a person; other symbols are not. */
const counted = /[\p{L}\p{N}]|[\p{S}--[\p{Sk}\p{ASCII}]]|\p{RGI_Emoji}/v;

/**
 * Whether a person would read the text the same from either end: by graphemes, whatever their case, without spaces
 * and punctuation. Accents count. A text without anything to read is none.
 */
export function isPalindrome(text: string): boolean {
  const letters = readableGraphemes(text);
  return letters.length > 0 && letters.every((letter, index) => letter === letters.at(-1 - index));
}

export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function readableGraphemes(text: string): string[] {
  return graphemes(text.normalize('NFC'))
    .filter((grapheme) => counted.test(grapheme))
    .flatMap((grapheme) => graphemes(fold(visible(grapheme))));
}

/** Without what has no shape of its own, such as joiners between letters or the choice of an emoji's style. */
function visible(grapheme: string): string {
  return grapheme.replaceAll(
    emoji.test(grapheme) ? /\p{Variation_Selector}/gu : /\p{Default_Ignorable_Code_Point}/gu,
    '',
  );
}

/** Hebrew letters that look different at the end of a word, with what they are elsewhere. */
const finalForms: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' };

/** One spelling for each letter: ẞ, ß and SS are ss, all sigmas one, and so are the four i of Turkish and English. */
function fold(grapheme: string): string {
  const lower = grapheme.toLowerCase().toUpperCase().toLowerCase();
  const anywhere = lower.replace(/[ךםןףץ]/u, (letter) => finalForms[letter] ?? letter);
  return anywhere.replace('i\u0307', 'i').normalize('NFC');
}
