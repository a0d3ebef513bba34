import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameAddress, parseDatabaseUri } from './database-uri.ts';

const mysql = { kind: 'mysql', host: 'db', port: 3306, user: 'me', password: 'pw', database: 'phrase' };
const postgresql = { ...mysql, kind: 'postgresql', port: 5432, tls: 'off' };

describe('a URI names', () => {
  test.each([
    ['sqlite:///file.db', { kind: 'sqlite', file: 'file.db' }],
    ['sqlite:///data/file.db', { kind: 'sqlite', file: 'data/file.db' }],
    ['sqlite:////data/my%20file.db', { kind: 'sqlite', file: '/data/my file.db' }],
    ['sqlite:///:memory:', { kind: 'sqlite', file: ':memory:' }],
    ['sqlite://', { kind: 'sqlite', file: ':memory:' }],
    ['mysql://me:pw@db/phrase', mysql],
    ['mysql+pymysql://me:pw@db/phrase?charset=utf8mb4', mysql],
    ['MySQL://me:pw@db:3307/phrase', { ...mysql, port: 3307 }],
    ['postgresql://me:pw@db/phrase', postgresql],
    ['postgresql+psycopg2://me:pw@db/phrase', postgresql],
    ['postgres://me:pw@db:5433/phrase', { ...postgresql, port: 5433 }],
    ['postgresql://me:pw@db/phrase?sslmode=require', { ...postgresql, tls: 'encrypt' }],
    ['postgresql://me:pw@db/phrase?sslmode=verify-full', { ...postgresql, tls: 'verify' }],
    ['postgresql://me:pw@[fd00::1]:5433/phrase', { ...postgresql, host: 'fd00::1', port: 5433 }],
    ['postgresql://me:pw@/phrase?host=/run/postgresql', { ...postgresql, host: '/run/postgresql' }],
    [
      'postgresql:///phrase',
      { kind: 'postgresql', host: 'localhost', port: 5432, database: 'phrase', tls: 'off' },
    ],
    [
      'postgresql://m%40e:p%3A%2F%3F%23%25@db/my%20phrase',
      { ...postgresql, user: 'm@e', password: 'p:/?#%', database: 'my phrase' },
    ],
  ])('%s', (uri, address) => expect(parseDatabaseUri(uri)).toEqual(address));

  test('any password, once it is escaped', () => {
    const given = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(given, (password) => {
        const uri = `postgresql://me:${encodeURIComponent(password)}@db/phrase`;
        const address = parseDatabaseUri(uri);
        return address.kind === 'postgresql' && address.password === password;
      }),
    );
  });
});

describe('a mistake is told, with what to write instead', () => {
  test.each([
    [
      'phrase',
      'DATABASE_URI: has no scheme; write sqlite:///file.db, mysql://user:password@host:3306/name or postgresql://user:password@host:5432/name',
    ],
    [
      'oracle://db/phrase',
      'DATABASE_URI: does not know oracle://; write sqlite:///file.db, mysql://user:password@host:3306/name or postgresql://user:password@host:5432/name',
    ],
    ['sqlite://file.db', 'DATABASE_URI: has only two slashes after sqlite:; write sqlite:///file.db'],
    [
      'sqlite:///file.db?mode=ro',
      'DATABASE_URI: takes no options after a SQLite file; write ? as %3F and # as %23',
    ],
    ['mysql://me:pw@db', 'DATABASE_URI: needs one database name after the host; write …@host/name'],
    ['mysql://me:pw@db/a/b', 'DATABASE_URI: needs one database name after the host; write …@host/name'],
    [
      'postgresql://me:secret@db:x/phrase',
      'DATABASE_URI: is not a URI; write sqlite:///file.db, mysql://user:password@host:3306/name or postgresql://user:password@host:5432/name, with special characters of the password as %xx',
    ],
    [
      'postgresql://me:sec#ret@db/phrase',
      'DATABASE_URI: is not a URI; write sqlite:///file.db, mysql://user:password@host:3306/name or postgresql://user:password@host:5432/name, with special characters of the password as %xx',
    ],
    ['postgresql://me:pw@db/phrase#x', 'DATABASE_URI: has a # in it; write it as %23'],
    [
      'postgresql://me:100%@db/phrase',
      'DATABASE_URI: has a % in its password that escapes nothing; write it as %25',
    ],
    [
      'postgresql://me:pw@db/phrase?sslmode=maybe',
      'DATABASE_URI: has an unknown sslmode; write one of disable, allow, prefer, require, verify-ca, verify-full',
    ],
    ['mysql://me:pw@db/phrase?ssl=1', 'DATABASE_URI: has the unknown option ssl; it may have charset'],
  ])('%s', (uri, message) => expect(() => parseDatabaseUri(uri)).toThrow(new Error(message)));
});

test('an address is named without its password', () => {
  expect(nameAddress(parseDatabaseUri('postgres://me:secret@db/phrase'))).toBe(
    'postgresql database phrase at db, port 5432',
  );
  expect(nameAddress(parseDatabaseUri('sqlite:///file.db'))).toBe('SQLite file file.db');
});
