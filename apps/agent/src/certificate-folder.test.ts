import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateFolder } from './certificate-folder.ts';
import { day, type Issued, issue, keyOf, now, pem, rsa, type Wanted } from './testing/issued.ts';

let root: Issued;
let intermediate: Issued;
let leaf: Issued;
let stranger: Issued;
let folder: string;

beforeAll(async () => {
  root = await issue('Root');
  intermediate = await issue('Intermediate', root);
  leaf = await issue('a.test', intermediate, { names: ['a.test', '*.a.test'] });
  stranger = await issue('Stranger');
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-folder-'));
  put('authorities.crt', pem(root));
  put('a.crt', pem(leaf, intermediate));
  put('a.key', await keyOf(leaf), 0o600);
});

afterEach(() => rmSync(folder, { recursive: true }));

const read = (hosts = ['a.test'], at = now) => new CertificateFolder(folder).read('a', hosts, at);

test('a whole pair is taken, with the names that are wanted of it', async () => {
  expect(read(['a.test', '*.a.test'])).toEqual({
    chain: pem(leaf, intermediate),
    key: await keyOf(leaf),
    names: ['a.test', '*.a.test'],
    notAfter: leaf.certificate.notAfter.getTime(),
  });
});

test.each([0o600, 0o400, 0o640])('a key of the mode %o is taken', (mode) => {
  chmodSync(join(folder, 'a.key'), mode);
  expect(() => read()).not.toThrow();
});

test('a chain may end with its root', () => {
  rmSync(join(folder, 'authorities.crt'));
  put('a.crt', pem(leaf, intermediate, root));
  expect(() => read()).not.toThrow();
});

describe('refused is', () => {
  test.each<[string, RegExp, () => unknown]>([
    ['a file that is not there', /^a\.crt: it is not there$/, () => rmSync(join(folder, 'a.crt'))],
    ['a key that is not there', /^a\.key: it is not there$/, () => rmSync(join(folder, 'a.key'))],
    [
      'an open key',
      /^a\.key: its mode is 0644, .*`chmod 600` it$/,
      () => chmodSync(join(folder, 'a.key'), 0o644),
    ],
    [
      'a key that a group may change',
      /^a\.key: its mode is 0660/,
      () => chmodSync(join(folder, 'a.key'), 0o660),
    ],
    ['an empty file', /^a\.crt: its chain of certificates is cut or empty$/, () => put('a.crt', '')],
    [
      "another's key",
      /^a\.crt: its key belongs to another/,
      async () => put('a.key', await keyOf(root), 0o600),
    ],
    ['a key that is none', /^a\.crt: its key is cut or damaged/, () => put('a.key', 'hello', 0o600)],
    [
      'a chain without its intermediate',
      /^a\.crt: its chain ends with CN=a\.test, and no root known here has issued that; add the intermediate/,
      () => put('a.crt', pem(leaf)),
    ],
    [
      'a chain of a root that nobody knows',
      /^a\.crt: its chain ends with CN=Intermediate, and no root .* put its root into authorities\.crt$/,
      () => rmSync(join(folder, 'authorities.crt')),
    ],
    [
      'a chain with a stranger in it',
      /^a\.crt: its certificate 2 \(CN=Stranger\) has not issued the one before it; put them in order/,
      () => put('a.crt', pem(leaf, stranger, intermediate)),
    ],
    [
      'a chain whose root stands before the intermediate',
      /^a\.crt: its certificate 2 \(CN=Root\) has not issued/,
      () => put('a.crt', pem(leaf, root, intermediate)),
    ],
    [
      'a chain that does not begin with the leaf',
      /^a\.crt: its key belongs to another certificate$/,
      () => put('a.crt', pem(intermediate, leaf)),
    ],
  ])('%s', async (_, says, harm) => {
    await harm();
    expect(() => read()).toThrow();
    try {
      read();
    } catch (error) {
      const { file, message } = error as { file: string; message: string };
      expect(`${file}: ${message}`).toMatch(says);
    }
  });

  test.each<[string, RegExp, Partial<Wanted>]>([
    [
      'a key that is too short',
      /^its key \(rsa 1024\) is of a kind that the edge or browsers refuse/,
      { key: rsa(1024) },
    ],
    ['a curve that browsers do not have', /^its key \(ed25519\) is of a kind/, { key: { name: 'Ed25519' } }],
    [
      'one for clients',
      /^its certificate is not one for servers/,
      { uses: [x509.ExtendedKeyUsage.clientAuth] },
    ],
    ['one that must be stapled', /^its certificate demands a stapled OCSP response/, { mustStaple: true }],
    ['one without a name but in its subject', /^its certificate is not good for a\.test$/, { names: [] }],
  ])('%s', async (_, says, wanted) => {
    const odd = await issue('a.test', intermediate, { names: ['a.test'], ...wanted });
    put('a.crt', pem(odd, intermediate));
    put('a.key', await keyOf(odd), 0o600);
    expect(() => read()).toThrow(says);
  });

  test.each<[string, Partial<Wanted>]>([
    ['RSA with 2048 bits', { key: rsa(2048) }],
    ['P-384', { key: { name: 'ECDSA', namedCurve: 'P-384' } }],
    [
      'one for servers and clients',
      { uses: [x509.ExtendedKeyUsage.clientAuth, x509.ExtendedKeyUsage.serverAuth] },
    ],
  ])('not %s', async (_, wanted) => {
    const fine = await issue('a.test', intermediate, { names: ['a.test'], ...wanted });
    put('a.crt', pem(fine, intermediate));
    put('a.key', await keyOf(fine), 0o600);
    expect(() => read()).not.toThrow();
  });

  test.each([
    ['one that has ended', ['a.test'], now + 31 * day, /^its certificate ended on 20/],
    [
      'one that is of the future',
      ['a.test'],
      now - 2 * day,
      /^its certificate is valid only from .*; look at the clock/,
    ],
    [
      'one that lacks names',
      ['a.test', 'b.test', 'x.y.a.test'],
      now,
      /^its certificate is not good for b\.test, x\.y\.a\.test$/,
    ],
  ])('%s', (_, hosts, at, says) => {
    expect(() => read(hosts, at)).toThrow(says);
  });
});

function put(name: string, content: string, mode = 0o644): void {
  rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, name), content, { mode });
}
