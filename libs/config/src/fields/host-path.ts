import { posix } from 'node:path';
import { text } from './field.ts';

/** A folder on the machine whose engine runs the target. */
export function hostPath(example: string) {
  return text({ is: 'a path on the host', example }, (value) => {
    const meant = posix.normalize(posix.resolve('/', value));
    if (value === meant && meant !== '/') return undefined;
    return {
      rule: 'must be the absolute path of a folder on the host',
      fix: `write ${JSON.stringify(posix.isAbsolute(value) && meant !== '/' ? meant : example)}`,
    };
  });
}
