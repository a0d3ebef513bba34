/** Longer ones are nothing that anybody reads. */
const longest = 80;
const shownOfIt = 40;

/** The text with each endless quotation and word cut: `'/xxxx…' (6001 characters)`. */
export function shortened(text: string): string {
  return text.replace(quotation, (_, inside) => `'${start(inside)}' ${size(inside)}`).replace(word, cut);
}

// expressions have blanks, and quotes of their own
const quotation = new RegExp(`'(.{${longest},})'`, 's');
const word = new RegExp(`\\S{${longest},}`, 'g');

function cut(whole: string): string {
  return `${start(whole)} ${size(whole)}`;
}

function start(whole: string): string {
  return `${whole.slice(0, shownOfIt)}…`;
}

function size(whole: string): string {
  return `(${whole.length} characters)`;
}
