import type { Flaw, Mistake } from '../mistake.ts';
import { forEachService } from './rule.ts';

const own = [
  'PORT',
  'APP_HOST',
  'APP_PORT',
  'DATABASE_URI',
  'DATABASE_URL',
  'REDIS_HOST',
  'REDIS_PORT',
  'REDIS_URL',
];

/** Names that programs can read and that the platform does not set itself. */
export const environmentIsFree = forEachService(({ environment }, path) =>
  Object.keys(environment ?? {}).flatMap((key): Mistake[] => {
    const flaw = spellingFlaw(key) ?? ownFlaw(key);
    return flaw ? [{ path: [...path, 'environment', key], ...flaw }] : [];
  }),
);

function spellingFlaw(key: string): Flaw | undefined {
  if (/^[A-Za-z_]\w*$/.test(key)) return undefined;
  const meant = key.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');
  return {
    rule: 'must be a name that starts with a letter or "_" and holds only letters, digits and "_"',
    fix: `write ${JSON.stringify(meant || 'NAME')}`,
  };
}

function ownFlaw(key: string): Flaw | undefined {
  if (key.startsWith('CAUSEWAY_'))
    return {
      rule: 'must not start with CAUSEWAY_: the platform sets those itself',
      fix: 'write another name',
    };
  if (!own.includes(key)) return undefined;
  return { rule: 'must not be set here: the platform sets it from port and uses', fix: 'leave it out' };
}
