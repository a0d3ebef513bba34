import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import type { LocatedMistake } from './config-error.ts';
import type { ConfigFile } from './config-file.ts';

/** Why a config could not be imported: what does not compile, or else what it threw. */
export function explainFailure(file: ConfigFile, error: unknown): LocatedMistake[] {
  const syntax = syntaxErrors(file);
  return syntax.length > 0 ? syntax : [thrown(file, error)];
}

function syntaxErrors({ name, path, text }: ConfigFile): LocatedMistake[] {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName: path, reportDiagnostics: true });
  return diagnostics.map(({ file, start = 0, messageText }) => ({
    file: name,
    line: (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
    path: '',
    message: `does not compile: ${sentence(ts.flattenDiagnosticMessageText(messageText, ' '))}; correct the syntax there`,
  }));
}

function thrown(file: ConfigFile, error: unknown): LocatedMistake {
  const line = lineInStack(file, error) ?? lineOfImport(file, error);
  const reason = sentence(error instanceof Error ? error.message : String(error)).replaceAll(
    `${file.workspace}/`,
    '',
  );
  return {
    file: file.name,
    ...(line && { line }),
    path: '',
    message: `throws when it is imported: ${reason}; correct what runs there`,
  };
}

function lineInStack({ path }: ConfigFile, error: unknown): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const [, after = ''] = stack.split(path, 2);
  const [, line] = /^(?:\?[0-9a-f]+)?:(\d+)/.exec(after) ?? [];
  return line === undefined ? undefined : Number(line);
}

/** The import that names what could not be found. */
function lineOfImport({ path, text }: ConfigFile, error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : '';
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found = source.statements.find((each) => ts.isImportDeclaration(each) && names(message, path, each));
  return found && source.getLineAndCharacterOfPosition(found.getStart(source)).line + 1;
}

function names(message: string, path: string, { moduleSpecifier }: ts.ImportDeclaration): boolean {
  const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  return message.includes(`'${specifier}'`) || message.includes(`'${resolve(dirname(path), specifier)}'`);
}

function sentence(text: string): string {
  return text.split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
}
