/** A mistake that somebody could make in the generator. */
export interface Fault {
  /** Below `src`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly by: string;
}

/** The source with the fault in it. */
export function seeded(source: string, { file, text, by }: Fault): string {
  const found = source.split(text).length - 1;
  if (found === 1) return source.replace(text, () => by);
  throw new Error(`${file}: ${text} is there ${found} times; correct it in faults/list.ts, or take it out`);
}
