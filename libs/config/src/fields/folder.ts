import { posix } from 'node:path';
import { text } from './field.ts';

/** A folder or file inside the workspace, relative to its root. */
export function workspacePath(example: string) {
  return text({ is: 'a path in the workspace', example }, (value) => {
    if (value !== '' && !posix.isAbsolute(value) && !posix.normalize(value).startsWith('..'))
      return undefined;
    return {
      rule: 'must be inside the workspace, relative to its root',
      fix: `write ${JSON.stringify(value.replace(/^[./]+/, '') || example)}`,
    };
  });
}
