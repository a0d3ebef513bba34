import { z } from 'zod';
import { flag, text } from '../fields/field.ts';
import { userName } from '../fields/name.ts';

const userSchema = z.strictObject({
  name: userName().meta({ description: 'Login name on the server.' }),
  sudo: flag().default(false).meta({ description: 'Whether the user may become root.' }),
  publicKey: publicKey().meta({
    description: 'File with the SSH public key, relative to the workspace; passwords do not log in.',
  }),
});

export const serverSchema = z.strictObject({
  users: z.array(userSchema).default([]).meta({ description: 'People who may log in to the server.' }),
  packages: z
    .array(packageName())
    .default([])
    .meta({ description: 'Debian packages to install on the server.' }),
});

function publicKey() {
  return text({ is: 'the file of a public key', example: 'keys/developer.pub' }, (value) => {
    if (/^[^/].*\.pub$/.test(value) && !value.includes('..')) return undefined;
    const path = value.replace(/\.\.?\//g, '').replace(/^\/+/, '');
    const meant = /^[\w./-]+$/.test(path)
      ? `${path}${path.endsWith('.pub') ? '' : '.pub'}`
      : 'keys/developer.pub';
    return {
      rule: 'must be a .pub file in the workspace, relative to its root',
      fix: `write ${JSON.stringify(meant)}`,
    };
  });
}

function packageName() {
  return text({ is: 'the name of a Debian package', example: 'curl' }, (value) => {
    if (/^[a-z0-9][a-z0-9+.-]+$/.test(value)) return undefined;
    return {
      rule: 'must be the name of a Debian package: a-z, 0-9 and +.-',
      fix: `write ${JSON.stringify(value.toLowerCase().replace(/[^a-z0-9+.-]+/g, '') || 'curl')}`,
    };
  });
}
