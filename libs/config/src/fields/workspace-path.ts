import { posix } from 'node:path';
import { text } from './field.ts';

/** A folder or file inside the workspace, relative to its root. */
export function workspacePath(example: string) {
  return text({ is: 'a path in the workspace', example }, (value) => {
    if (isInside(value)) return undefined;
    const meant = posix.normalize(value).replace(/^[./]+/, '') || example;
    return {
      rule: 'must be inside the workspace, relative to its root',
      fix: `write ${JSON.stringify(meant)}`,
    };
  });
}

function isInside(path: string): boolean {
  return path !== '' && !posix.isAbsolute(path) && !/^\.\.(\/|$)/.test(posix.normalize(path));
}
