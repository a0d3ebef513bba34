import ts from 'typescript';

/** A place where one of Envoy's fields is written. */
export interface FieldUse {
  readonly file: string;
  readonly name: string;
  readonly start: number;
  readonly isShorthand: boolean;
  /** Which of the file's statements it is in. */
  readonly statement: number;
}

/** The fields that objects in a file are given and that `isField` knows. */
export function fieldUses(file: string, text: string, isField: (name: string) => boolean): FieldUse[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((node, statement) =>
    propertiesIn(node)
      .filter(({ name }) => isField(name.text))
      .map((property) => ({
        file,
        name: property.name.text,
        start: property.name.getStart(),
        isShorthand: ts.isShorthandPropertyAssignment(property),
        statement,
      })),
  );
}

type Property = (ts.PropertyAssignment | ts.ShorthandPropertyAssignment) & { readonly name: ts.Identifier };

const propertiesIn = (node: ts.Node): Property[] => [
  ...(isProperty(node) ? [node] : []),
  ...node.getChildren().flatMap(propertiesIn),
];

const isProperty = (node: ts.Node): node is Property =>
  ts.isShorthandPropertyAssignment(node) || (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name));

/** The text with these of its fields misspelt. */
export function misspell(text: string, uses: readonly FieldUse[]): string {
  const lastFirst = uses.toSorted((a, b) => b.start - a.start);
  return lastFirst.reduce((changed, { start, name, isShorthand }) => {
    const wrong = isShorthand ? `${name}x: ${name}` : `${name}x`;
    return changed.slice(0, start) + wrong + changed.slice(start + name.length);
  }, text);
}
