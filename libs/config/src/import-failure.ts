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
  const reason = sentence(error instanceof Error ? error.message : String(error)).replaceAll(
    `${file.workspace}/`,
    '',
  );
  const place = placeInStack(file, error) ?? { file: file.name, ...lineOfImport(file, error) };
  return { ...place, path: '', message: `throws when it is imported: ${reason}; correct what runs there` };
}

/** The first line of the workspace's own files in the stack. */
function placeInStack({ workspace }: ConfigFile, error: unknown): { file: string; line: number } | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack.split(`${workspace}/`).slice(1);
  const places = frames.map((frame) => /^(?!node_modules\/)([^?:'\n]+)(?:\?[0-9a-f]+)?:(\d+)/.exec(frame));
  const [, file, line] = places.find((place) => place !== null) ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}

/** The import that names what could not be found. */
function lineOfImport({ path, text }: ConfigFile, error: unknown): { line: number } | undefined {
  const message = error instanceof Error ? error.message : '';
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found = source.statements.find((each) => ts.isImportDeclaration(each) && names(message, path, each));
  return found && { line: source.getLineAndCharacterOfPosition(found.getStart(source)).line + 1 };
}

function names(message: string, path: string, { moduleSpecifier }: ts.ImportDeclaration): boolean {
  const specifier = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  return message.includes(`'${specifier}'`) || message.includes(`'${resolve(dirname(path), specifier)}'`);
}

function sentence(text: string): string {
  return text.split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
}
