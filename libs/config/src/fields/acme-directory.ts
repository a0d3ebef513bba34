import { text } from './field.ts';

/** Those that have a name, and where their directories are. */
export const namedAuthorities: Readonly<Record<string, string>> = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

/** An authority that speaks ACME, by name or by the URL of its directory. */
export function acmeDirectory() {
  return text({ is: 'an authority', example: 'letsencrypt' }, (value) => {
    if (Object.hasOwn(namedAuthorities, value) || isHttps(value)) return undefined;
    const names = Object.keys(namedAuthorities).map((name) => JSON.stringify(name));
    return {
      rule: `must be ${names.join(' or ')}, or the https URL of a directory`,
      fix: `write ${/stag/i.test(value) ? names[1] : names[0]}`,
    };
  });
}

function isHttps(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}
