import type { Mistake } from '../mistake.ts';
import { forEachService } from './rule.ts';

const secretName = /(PASS(WORD|WD|PHRASE)?|SECRET|TOKEN|(API|ACCESS|PRIVATE|SECRET)_?KEY|CREDENTIALS?)$/i;
const secretValue = /-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s:@]*:[^/\s@]+@/;

/** What looks like a secret; wrong only where it is written out in the config, which is in the repository. */
export const secretsIn = forEachService(({ environment }, path) =>
  Object.entries(environment ?? {}).flatMap(([key, value]): Mistake[] => {
    if (!value || !(secretName.test(key) || secretValue.test(value))) return [];
    const rule = 'looks like a secret, and this file is in the repository';
    const fix = `write process.env.${key}, and set ${key} in the shell that deploys`;
    // without the value, which the terminal or a CI log would keep
    return [{ path: [...path, 'environment', key], rule, fix }];
  }),
);
