import { basename } from 'node:path';
import { z } from 'zod';
import { flag, ofKind, text } from '../fields/field.ts';
import { userName } from '../fields/name.ts';

const userSchema = ofKind(
  z.strictObject({
    name: userName().meta({ description: 'Login name on the server.' }),
    sudo: flag().default(false).meta({ description: 'Whether the user may become root.' }),
    publicKey: publicKey().meta({
      description: 'File with the SSH public key, relative to the workspace; passwords do not log in.',
    }),
  }),
  { is: 'an object', example: { name: 'developer', publicKey: 'keys/developer.pub' } },
);

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
    const outside = value.startsWith('/') || value.includes('..');
    const path = (outside ? `keys/${basename(value)}` : value).replace(/[^\w./-]+/g, '-');
    const meant = path.endsWith('.pub') ? path : `${path}.pub`;
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
