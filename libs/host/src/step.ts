import { quote } from './quote.ts';

/** One thing that is to hold on the machine, as a call of a function in `shell/`. */
export type Step =
  /** A file of root's, with all that is in it. */
  | { readonly kind: 'file'; readonly path: string; readonly mode: string; readonly content: string }
  /** `is_<noun>` says whether it holds, `make_<noun>` makes it so. */
  | {
      readonly kind: 'claim';
      readonly words: string;
      readonly noun: string;
      readonly args: readonly string[];
    }
  /** A claim about the kernel, which a container shares with others. */
  | {
      readonly kind: 'kernel';
      readonly words: string;
      readonly noun: string;
      readonly args: readonly string[];
    }
  /** What makes a program read the files of this part; done when one of them has changed, or when that was interrupted. */
  | { readonly kind: 'reload'; readonly words: string; readonly command: readonly string[] };

/** What belongs together on a machine; its files are read again together. */
export interface Part {
  readonly name: string;
  /** Debian's names. */
  readonly packages: readonly string[];
  readonly steps: readonly Step[];
}

export function file(path: string, lines: readonly string[], mode = '0644'): Step {
  return { kind: 'file', path, mode, content: `${lines.join('\n')}\n` };
}

export function claim(words: string, noun: string, ...args: readonly string[]): Step {
  return { kind: 'claim', words, noun, args };
}

export function kernelClaim(words: string, noun: string, ...args: readonly string[]): Step {
  return { kind: 'kernel', words, noun, args };
}

export function reload(words: string, ...command: readonly string[]): Step {
  return { kind: 'reload', words, command };
}

export function renderStep(step: Step): string {
  switch (step.kind) {
    case 'file':
      return `file ${quote(step.path)} ${step.mode} <<'${end}'\n${step.content}${end}`;
    case 'claim':
      return ['claim', quote(step.words), step.noun, ...step.args.map(quote)].join(' ');
    case 'kernel':
      return ['kernel_claim', quote(step.words), step.noun, ...step.args.map(quote)].join(' ');
    case 'reload':
      return ['reload', quote(step.words), ...step.command.map(quote)].join(' ');
    default:
      return step satisfies never;
  }
}

/** No file of ours has it as a line. */
const end = 'END-OF-FILE';
