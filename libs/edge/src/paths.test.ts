import { describe, expect, test } from 'vitest';
import { pathPattern } from './paths.ts';

const matches = (rule: string, path: string) => new RegExp(`^(?:${pathPattern(rule)})$`).test(path);

describe('a rule', () => {
  test.each(['/admin', '/admin/', '/admin/x', '/ADMIN', '/admin;x', '/admin.json', '/admin%0a', '/admin\nx'])(
    '/admin covers %j',
    (path) => expect(matches('/admin', path)).toBe(true),
  );

  test.each(['/', '/administrator', '/admin-x', '/admin_x', '/admin2', '/x/admin', '/adm'])(
    '/admin leaves %s',
    (path) => expect(matches('/admin', path)).toBe(false),
  );

  test('/ covers everything', () => {
    expect(['/', '/x', '/x/y'].map((path) => matches('/', path))).toEqual([true, true, true]);
  });

  test.each([
    ['/admin/', '/admin', true],
    ['/a.b', '/a.b', true],
    ['/a.b', '/axb', false],
    ['/a+(b)', '/a+(b)', true],
    ['/für alle', '/f%c3%bcr%20alle', true],
    ['/f%C3%BCr', '/f%c3%bcr', true],
  ])('%s on %s: %s', (rule, path, expected) => expect(matches(rule, path)).toBe(expected));
});
