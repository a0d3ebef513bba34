import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@nx/devkit';
import ts from 'typescript';
import type { Import, Project } from './workspace.ts';

/**
 * What a source file imports by statements of its own: Nx's graph leaves out `export type *`, and packages that are
 * not installed under the name they are imported by.
 */
export function sourceImports(file: string, from: Project, projects: Project[]): Import[] {
  return specifiers(file)
    .map((specifier) => resolve(specifier, file, projects))
    .filter((to) => !('project' in to) || to.project !== from)
    .map((to) => ({ file, from, to }));
}

function specifiers(file: string): string[] {
  const text = readFileSync(join(workspaceRoot, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const from = statement.moduleSpecifier;
    return from && ts.isStringLiteral(from) ? from.text : [];
  });
}

function resolve(specifier: string, file: string, projects: Project[]): Import['to'] {
  const named = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const path = `${join(file, '..', specifier)}/`;
  const project = specifier.startsWith('.')
    ? projects.find(({ root }) => path.startsWith(`${root}/`))
    : projects.find(({ packageName }) => packageName === named);
  return project ? { project } : { package: named };
}
