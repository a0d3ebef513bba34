/** One line of `--machine-readable`. */
export interface Message {
  /** Seconds since 1970. */
  readonly time: number;
  /** Name of the machine; absent where the line is about all of them. */
  readonly machine?: string;
  /** `state`, `ui`, `error-exit`, … */
  readonly type: string;
  readonly data: readonly string[];
}

const pattern = /^(\d+),([^,]*),([^,]+),(.*)$/;

/** Nothing where the line is none of Vagrant's: a program that it started has written it. */
export function parseMessage(line: string): Message | undefined {
  const [, time, machine, type, data] = pattern.exec(line.replace(/\r$/, '')) ?? [];
  if (time === undefined || type === undefined || data === undefined) return undefined;
  return { time: Number(time), ...(machine && { machine }), type, data: data.split(',').map(decode) };
}

/** Vagrant escapes no backslash of its own, so a `\n` that was one in the text cannot be told from a line's end. */
function decode(field: string): string {
  return field.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('%!(VAGRANT_COMMA)', ',');
}
