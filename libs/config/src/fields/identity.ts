import { text } from './field.ts';

/** A private key on the machine of whoever deploys. */
export function identity() {
  return text({ is: 'the file of a private key', example: '~/.ssh/deploy' }, (value) => {
    if (/-----BEGIN/.test(value))
      return { rule: 'must be the file of a key, not the key itself', fix: 'write "~/.ssh/deploy"' };
    if (!/^(~\/|\/)?[^~\n"]+$/.test(value))
      return { rule: 'must be a path, in the workspace, absolute, or in ~/', fix: 'write "~/.ssh/deploy"' };
    if (value.endsWith('.pub'))
      return {
        rule: 'must be the private key, not the public one',
        fix: `write ${JSON.stringify(value.slice(0, -'.pub'.length))}`,
      };
    return undefined;
  });
}
