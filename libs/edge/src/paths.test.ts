import { describe, expect, test } from 'vitest';
import { pathPattern } from './paths.ts';

// as flags: under `(?i:…)` V8 takes some alternatives for their lower case alone
const matches = (rule: string, path: string) =>
  new RegExp(`^(?:${pathPattern(rule).replace('(?is:', '(?:')})$`, 'is').test(path);

describe('a rule', () => {
  test.each([
    '/admin',
    '/admin/',
    '/admin/x',
    '/ADMIN',
    '/admin;x',
    '/admin.json',
    '/admin%0a',
    '/admin\nx',
    '/admin%2Fx',
    '/adminü',
    '/%61dmin',
    '/%41DMIN',
    '//admin',
    '/%2fadmin',
    '//host/admin',
    '//host:80//admin',
    '//host//other/admin',
    '/x.php//host/admin',
    '/%20admin',
    '/index.php/admin',
    '/x/y.PHP;z/admin',
    '/%EF%BD%81dmin',
    '/%ef%bc%a1%EF%BC%A4MIN',
    '/adm%C4%B1n',
    '/ad%C2%ADmin',
    '/ad%f0%9d%90%a6in/x',
  ])('/admin covers %j', (path) => expect(matches('/admin', path)).toBe(true));

  test.each([
    '/',
    '/administrator',
    '/admin-x',
    '/admin_x',
    '/admin2',
    '/admin%2Dx',
    '/admin%61',
    '/x/admin',
    '/adm',
    '/x//admin',
    '/adm%C3%A9',
    '/%EF%BC%A1%EF%BC%A2',
    '/index.phpx/admin',
  ])('/admin leaves %s', (path) => expect(matches('/admin', path)).toBe(false));

  test.each(['/a/b', '/a//b', '/a%2fB/c', '/a;x/b', '/a.x/b', '/a/index.php/b', '//host/a/b'])(
    '/a/b covers %s',
    (path) => expect(matches('/a/b', path)).toBe(true),
  );

  test.each(['/a', '/a/x/b', '/ab', '/a;/x/b', '/a/bc'])('/a/b leaves %s', (path) =>
    expect(matches('/a/b', path)).toBe(false),
  );

  test('/ covers everything', () => {
    expect(['/', '/x', '/x/y'].map((path) => matches('/', path))).toEqual([true, true, true]);
  });

  test.each([
    ['/admin/', '/admin', true],
    ['/a.b', '/a.b', true],
    ['/a.b', '/axb', false],
    ['/a+(b)', '/a+(b)', true],
    ['/a-b]', '/A-b]', true],
    ['/für alle', '/f%c3%bcr%20alle', true],
    ['/f%C3%BCr', '/f%c3%bcr', true],
    ['/f%C3%BCr', '/F%c3%9cR', true],
    ['/50%', '/50%25', true],
  ])('%s on %s: %s', (rule, path, expected) => expect(matches(rule, path)).toBe(expected));
});
