import ts from 'typescript';

export interface Location {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** Where things stand in the source of a config. */
export class ConfigSource {
  readonly #file: ts.SourceFile;

  constructor(path: string, text: string) {
    this.#file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  }

  /** The place of a value in the default export, or of its nearest ancestor that is written out in this file. */
  locate(path: readonly PropertyKey[]): Location {
    return this.#locationOf(this.#find(path).place);
  }

  /** Whether the value is a string written out in the source, rather than read from somewhere. */
  isLiteral(path: readonly PropertyKey[]): boolean {
    const { value, whole } = this.#find(path);
    return whole && value !== undefined && ts.isStringLiteralLike(value);
  }

  #find(path: readonly PropertyKey[]): Found {
    const root = this.#defaultExport();
    let found: Found = {
      place: root ?? this.#file,
      value: root && this.#written(root),
      whole: root !== undefined,
    };
    for (const segment of path) {
      const place = found.value && this.#member(found.value, segment);
      if (!place) return { ...found, whole: false };
      found = { place, value: this.#written(expressionOf(place)), whole: true };
    }
    return found;
  }

  #defaultExport(): ts.Expression | undefined {
    return this.#file.statements.find((each) => ts.isExportAssignment(each))?.expression;
  }

  /** The object, list or scalar behind calls like `definePlatform(…)`, casts, parentheses and names. */
  #written(expression: ts.Expression | undefined): ts.Expression | undefined {
    if (!expression) return undefined;
    if (ts.isCallExpression(expression)) return this.#written(expression.arguments[0]);
    if (isWrapper(expression)) return this.#written(expression.expression);
    if (ts.isIdentifier(expression)) return this.#written(this.#declared(expression.text)) ?? expression;
    return expression;
  }

  #declared(name: string): ts.Expression | undefined {
    return this.#file.statements
      .filter((each) => ts.isVariableStatement(each))
      .flatMap((each) => each.declarationList.declarations)
      .find((each) => each.name.getText(this.#file) === name)?.initializer;
  }

  #member(value: ts.Expression, segment: PropertyKey): ts.Node | undefined {
    if (ts.isArrayLiteralExpression(value)) return element(value, segment);
    if (!ts.isObjectLiteralExpression(value)) return undefined;
    const key = String(segment);
    // the last one written wins, as it does when the object is made
    return value.properties.map((each) => this.#property(each, key)).findLast((each) => each !== undefined);
  }

  #property(property: ts.ObjectLiteralElementLike, key: string): ts.Node | undefined {
    if (ts.isSpreadAssignment(property)) {
      const spread = this.#written(property.expression);
      return spread && this.#member(spread, key);
    }
    return property.name && keyOf(property.name) === key ? property : undefined;
  }

  #locationOf(node: ts.Node): Location {
    const { line, character } = this.#file.getLineAndCharacterOfPosition(node.getStart(this.#file));
    return { line: line + 1, column: character + 1 };
  }
}

interface Found {
  readonly place: ts.Node;
  readonly value: ts.Expression | undefined;
  /** Whether the whole path was found. */
  readonly whole: boolean;
}

type Wrapper = ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression;

function isWrapper(node: ts.Expression): node is Wrapper {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

function element(list: ts.ArrayLiteralExpression, segment: PropertyKey): ts.Expression | undefined {
  const index = Number(segment);
  const spread = list.elements.findIndex((each) => ts.isSpreadElement(each));
  return spread !== -1 && spread <= index ? undefined : list.elements[index];
}

function expressionOf(place: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(place)) return place.initializer;
  if (ts.isShorthandPropertyAssignment(place)) return place.name;
  return ts.isExpression(place) ? place : undefined;
}

function keyOf(name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name))
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  return ts.isPrivateIdentifier(name) ? undefined : name.text;
}
