/** Longer ones are no words that anybody reads. */
const longestWord = 80;
const shownOfIt = 40;

/** The text with each endless word cut: `/xxxx… (6001 characters)`. */
export function shortened(text: string): string {
  return text.replace(new RegExp(`\\S{${longestWord},}`, 'g'), cut);
}

function cut(word: string): string {
  return `${word.slice(0, shownOfIt)}… (${word.length} characters)`;
}
