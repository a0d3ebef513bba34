import type { Mistake } from '../mistake.ts';
import { forEachService } from './rule.ts';

/** What the edge says itself, or what frames a message: a second one would break or belie it. */
const taken = new Set([
  'alt-svc',
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'host',
  'keep-alive',
  'server',
  'set-cookie',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-release',
  'x-replica',
  'x-request-id',
]);

/** Far above the longest content-security-policy; every answer carries it. */
const longestValue = 4096;

/** Names are tokens in lower case that the edge leaves free; values are visible ASCII. */
export const headersFit = forEachService(({ headers }, path) =>
  Object.entries(headers ?? {}).flatMap(([name, value]) => [
    ...nameMistakes(name, [...path, 'headers', name]),
    ...valueMistakes(value ?? '', [...path, 'headers', name]),
  ]),
);

function nameMistakes(name: string, path: readonly PropertyKey[]): Mistake[] {
  if (taken.has(name) || name.startsWith('x-envoy-'))
    return [{ path, rule: 'must not be set here: the edge sets it itself', fix: 'leave it out' }];
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return [];
  const meant = name.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return [
    {
      path,
      rule: 'must be the name of a header in lower case: a-z, 0-9 and "-"',
      fix: `write ${JSON.stringify(meant.replace(/^-+|-+$/g, '') || 'x-frame-options')}`,
    },
  ];
}

function valueMistakes(value: string, path: readonly PropertyKey[]): Mistake[] {
  if (!/^([!-~]([ -~]*[!-~])?)?$/.test(value))
    return [
      {
        path,
        got: value,
        rule: 'must be one line of printable ASCII without spaces around it',
        fix: `write ${JSON.stringify(value.replace(/[^ -~]+/g, ' ').trim())}`,
      },
    ];
  if (value.length <= longestValue) return [];
  const rule = `must have at most ${longestValue} characters, as every answer carries it`;
  return [{ path, rule, fix: 'write a shorter one, or let the application send it where it is needed' }];
}
