import { posix } from 'node:path';
import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

/** A path that the edge compares with what clients ask for, and everything below it. */
export function routePath(example: string) {
  return text({ is: 'a path', example }, (value) => flawIn(value, routeRules, example));
}

/** A path that the platform itself asks a container for; a query may follow. */
export function requestPath(example: string) {
  return text({ is: 'a path', example }, (value) =>
    flawIn(value.split('?', 1)[0] ?? '', requestRules, example),
  );
}

interface PathRule {
  readonly holds: (path: string) => boolean;
  readonly rule: string;
  readonly meant: (path: string) => string;
}

const requestRules: readonly PathRule[] = [
  { holds: (path) => path.startsWith('/'), rule: 'must start with "/"', meant: withoutOrigin },
  {
    holds: (path) => !path.includes('#'),
    rule: 'must not have a fragment, which no client sends',
    meant: (path) => path.replace(/#.*/, ''),
  },
  {
    holds: (path) => !path.includes('%'),
    rule: 'must be written without percent-escapes, which have more than one spelling',
    meant: decoded,
  },
  {
    holds: (path) => !path.includes('//'),
    rule: 'must not have an empty segment ("//")',
    meant: (path) => path.replace(/\/{2,}/g, '/'),
  },
  {
    holds: (path) => !/\/\.{1,2}(\/|$)/.test(path),
    rule: 'must not have "." or ".." segments',
    meant: (path) => posix.normalize(path),
  },
  {
    holds: (path) => /^[A-Za-z0-9\-._~!$&'()*+,=:@/]*$/.test(path),
    rule: "must hold only letters, digits and -._~!$&'()+,=:@ between slashes",
    meant: (path) => path.replace(/[^A-Za-z0-9\-._~!$&'()*+,=:@/]+/g, '-'),
  },
];

// with more of them the edge's expression for one path would be larger than it takes
const mostSegments = 8;
const mostCharacters = 200;

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

const routeRules: readonly PathRule[] = [
  {
    holds: (path) => !path.includes('?'),
    rule: 'must not have a query: the rule holds for the path, whatever the query',
    meant: (path) => path.replace(/\?.*/, ''),
  },
  ...requestRules,
  {
    holds: (path) => !path.includes('*'),
    rule: 'must not have "*": a path covers everything below it already',
    meant: (path) => path.replace(/\*.*/, ''),
  },
  {
    holds: (path) => path === '/' || !path.endsWith('/'),
    rule: 'must not end with "/": a path covers itself and everything below it',
    meant: (path) => path.replace(/\/+$/, '') || '/',
  },
  {
    holds: (path) => segmentsOf(path).length <= mostSegments,
    rule: `must have at most ${mostSegments} segments: the edge looks for every spelling of each`,
    meant: (path) => `/${segmentsOf(path).slice(0, mostSegments).join('/')}`,
  },
  {
    holds: (path) => path.length <= mostCharacters,
    rule: `must have at most ${mostCharacters} characters: the edge looks for every spelling of each`,
    meant: (path) => path.slice(0, path.lastIndexOf('/', mostCharacters)) || path.slice(0, mostCharacters),
  },
];

function flawIn(path: string, rules: readonly PathRule[], example: string): Flaw | undefined {
  const broken = rules.find((each) => !each.holds(path));
  if (!broken) return undefined;
  const meant = rules.reduce((cleaned, each) => (each.holds(cleaned) ? cleaned : each.meant(cleaned)), path);
  return { rule: broken.rule, fix: `write ${JSON.stringify(meant === '/' ? example : meant)}` };
}

function withoutOrigin(path: string): string {
  return `/${path.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+/, '')}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('%', '');
  } catch {
    return path.replaceAll('%', '');
  }
}
