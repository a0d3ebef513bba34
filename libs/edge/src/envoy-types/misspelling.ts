import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Compiler } from './compiler.ts';
import { type FieldUse, fieldUses, misspell } from './field-use.ts';

export interface Misspelling {
  /** How many places were tried. */
  readonly tried: number;
  /** Those at which the compiler has taken a wrong name, as `file:line field`. */
  readonly taken: readonly string[];
}

/** Misspells every field of these names in the sources of a project, and asks the compiler for errors. */
export function misspellFields(
  project: string,
  isRendering: (file: string) => boolean,
  isField: (name: string) => boolean,
): Misspelling {
  const compiler = new Compiler(`${project}/tsconfig.json`);
  const uses = compiler.files
    .filter((file) => isRendering(relative(project, file)))
    .flatMap((file) => fieldUses(file, readFileSync(file, 'utf8'), isField));
  const taken = rounds(uses).flatMap((round) => unnoticed(compiler, round));
  return { tried: uses.length, taken: taken.map((use) => placeOf(project, use)) };
}

/** Each with one field of each statement, so that an error tells which of them is noticed. */
function rounds(uses: readonly FieldUse[]): FieldUse[][] {
  const statements = [...Map.groupBy(uses, ({ file, statement }) => `${file} ${statement}`).values()];
  const count = Math.max(...statements.map(({ length }) => length));
  return Array.from({ length: count }, (_, round) =>
    statements.flatMap((statement) => statement[round] ?? []),
  );
}

function unnoticed(compiler: Compiler, round: readonly FieldUse[]): FieldUse[] {
  const files = Map.groupBy(round, ({ file }) => file);
  const misspelt = [...files].map(
    ([file, uses]) => [file, misspell(readFileSync(file, 'utf8'), uses)] as const,
  );
  const wrong = compiler.wrongStatements(new Map(misspelt));
  return round.filter(({ file, statement }) => !wrong.get(file)?.includes(statement));
}

function placeOf(project: string, { file, start, name }: FieldUse): string {
  const line = readFileSync(file, 'utf8').slice(0, start).split('\n').length;
  return `${relative(project, file)}:${line} ${name}`;
}
