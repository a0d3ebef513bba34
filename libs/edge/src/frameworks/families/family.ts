/** Frameworks of one language: their sources are in `libs/edge/frameworks/<name>`. */
export interface Family {
  readonly name: string;
  readonly applications: readonly string[];
  /** One after the other, in a copy of the sources; what they need besides is named in `needs`. */
  readonly install: readonly Command[];
  readonly needs: string;
  readonly start: (folder: string, asked: Asked) => Command;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly application: string;
  readonly port: number;
  /** Paths with a handler of their own, by commas. */
  readonly paths: string;
}

export const words = ({ application, port, paths }: Asked): string[] => [application, String(port), paths];
