import type { Message } from './message.ts';

/** What a running command says of its progress. */
export type VagrantEvent =
  | { readonly kind: 'began' | 'ended'; readonly machine: string; readonly action: string }
  /** A text for people; `program` is what something that Vagrant started has written. */
  | {
      readonly kind: 'text';
      readonly machine?: string;
      readonly level: TextLevel;
      readonly text: string;
    }
  /** All else that Vagrant says to programs. */
  | { readonly kind: 'fact'; readonly message: Message };

export type TextLevel = 'info' | 'detail' | 'output' | 'warn' | 'error' | 'success' | 'program';

export function eventOf(message: Message | undefined, line: string): VagrantEvent {
  if (!message) return { kind: 'text', level: 'program', text: line };
  const { machine, type, data } = message;
  if (type === 'ui') return textOf(machine, data);
  if (type === 'action' && machine)
    return { kind: data[1] === 'end' ? 'ended' : 'began', machine, action: data[0] ?? '' };
  return { kind: 'fact', message };
}

function textOf(machine: string | undefined, [level, text = '']: readonly string[]): VagrantEvent {
  return {
    kind: 'text',
    ...(machine && { machine }),
    level: level as TextLevel,
    text: machine ? withoutPrefix(text, machine) : text,
  };
}

/** Vagrant puts `==> name: ` before each line, or as many spaces. */
function withoutPrefix(text: string, machine: string): string {
  const prefixes = [`==> ${machine}: `, `    ${machine}: `];
  return text
    .split('\n')
    .map((line) => {
      const prefix = prefixes.find((each) => line.startsWith(each.trimEnd()));
      return prefix ? line.slice(prefix.length) : line;
    })
    .join('\n');
}
