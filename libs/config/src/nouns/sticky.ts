import { z } from 'zod';
import { ofKind, text } from '../fields/field.ts';

export const stickySchema = ofKind(
  z.strictObject({
    cookie: cookieName().optional().meta({
      description: 'Name of a cookie that the edge hands out itself. Exactly one of `cookie` and `header`.',
      defaultsTo: '`header`',
    }),
    header: headerName().optional().meta({
      description: 'Name of a request header that clients send anyhow, such as one with their account.',
      defaultsTo: '`cookie`',
    }),
  }),
  { is: 'an object', example: { cookie: 'causeway-client' } },
).meta({ oneOf: [{ required: ['cookie'] }, { required: ['header'] }] });

/** Without the prefixes `__Host-` and `__Secure-`, which browsers take only over HTTPS. */
function cookieName() {
  return text({ is: 'the name of a cookie', example: 'causeway-client' }, (value) => {
    if (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(value)) return undefined;
    const meant = value.replace(/[^\w.-]+/g, '-').replace(/^[^a-z0-9]+|-+$/gi, '');
    return {
      rule: 'must start with a letter or digit, hold only letters, digits and ._-, and have at most 64 characters',
      fix: `write ${JSON.stringify(meant.slice(0, 64) || 'causeway-client')}`,
    };
  });
}

/** In lower case, as HTTP/2 sends it. */
function headerName() {
  return text({ is: 'the name of a header', example: 'x-account' }, (value) => {
    if (/^x-envoy-/i.test(value)) {
      return {
        rule: 'must not be one that the edge keeps to itself and takes out of requests',
        fix: `write ${JSON.stringify(`x-${value.slice('x-envoy-'.length).toLowerCase()}`)}`,
      };
    }
    if (/^[a-z0-9][a-z0-9_-]*$/i.test(value)) return undefined;
    return {
      rule: 'must start with a letter or digit, and hold only letters, digits, "-" and "_"',
      fix: `write ${JSON.stringify(meantHeader(value) || 'x-account')}`,
    };
  }).transform((value) => value.toLowerCase());
}

function meantHeader(value: string): string {
  return value.replace(/[^\w-]+/g, '-').replace(/^[^a-z0-9]+|-+$/gi, '');
}
