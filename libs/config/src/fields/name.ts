import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

const longestName = 30;

/** Names that Docker, DNS labels and Postgres roles all take as they are. */
export function name(example: string) {
  return text({ is: 'a name', example }, nameFlaw);
}

export function nameFlaw(value: string): Flaw | undefined {
  if (/^[a-z][a-z0-9-]*$/.test(value) && !/--|-$/.test(value) && value.length <= longestName)
    return undefined;
  return {
    rule: `must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most ${longestName} characters`,
    fix: `write ${JSON.stringify(meantName(value))}`,
  };
}

/** A login name, a basic-auth user or a database role. */
export function userName() {
  return text({ is: 'a user name', example: 'developer' }, (value) => {
    if (/^[a-z_][a-z0-9_]{0,30}$/.test(value)) return undefined;
    return {
      rule: 'must start with a letter or "_", hold only a-z, 0-9 and "_", and have at most 31 characters',
      fix: `write ${JSON.stringify(meantName(value).replaceAll('-', '_'))}`,
    };
  });
}

/** Who may pass basic auth; a colon would end the name in the request's header. */
export function accountName() {
  return text({ is: 'a user name', example: 'developer' }, (value) => {
    if (/^[a-z0-9][a-z0-9._@-]{0,63}$/i.test(value)) return undefined;
    const meant = value
      .replace(/[^\w.@-]+/g, '-')
      .replace(/^[^a-z0-9]+/i, '')
      .slice(0, 64);
    return {
      rule: 'must start with a letter or digit, hold only letters, digits and ._@-, and have at most 64 characters',
      fix: `write ${JSON.stringify(meant || 'developer')}`,
    };
  });
}

function meantName(value: string): string {
  const letters = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  return letters.slice(0, longestName).replace(/-+$/, '') || 'my-name';
}
