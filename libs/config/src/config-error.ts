/** A mistake in words, with the place it was found in where the source is known. */
export interface LocatedMistake {
  /** Relative to the workspace. */
  readonly file?: string;
  readonly line?: number;
  /** `services.api.hosts[0]`; empty where the file as a whole is meant. */
  readonly path: string;
  /** What is wrong and what to write instead, without file and line. */
  readonly message: string;
}

/** All mistakes of a config at once; `message` holds one line for each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly LocatedMistake[];

  constructor(mistakes: readonly LocatedMistake[]) {
    super(mistakes.map(wordLine).join('\n'));
    this.mistakes = mistakes;
  }
}

function wordLine({ file, line, message }: LocatedMistake): string {
  if (file === undefined) return message;
  return line === undefined ? `${file}: ${message}` : `${file}:${line} ${message}`;
}
