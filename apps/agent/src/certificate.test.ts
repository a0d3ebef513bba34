import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Certificate, LocalAuthority } from './certificate.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2030, 0, 1);
const longAgo = now - 1000 * day;

let directory: string;
const authority = () =>
  new LocalAuthority({
    authority: join(directory, 'authority.json'),
    certificate: join(directory, 'certificate.json'),
  });
const issue = (hosts: readonly string[], at = now) => authority().certificate('phrase', hosts, at);
const parse = ({ chain }: Certificate) => new X509Certificate(chain);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-certificate-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('the certificate is signed by the authority that people are given, and fits its key', async () => {
  const issued = await issue(['localhost']);
  const ca = new X509Certificate(await authority().authorityCertificate('phrase', now));
  const leaf = parse(issued);

  expect(ca.ca).toBe(true);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.checkIssued(ca)).toBe(true);
  expect(leaf.verify(ca.publicKey)).toBe(true);
  expect(() => createSecureContext({ cert: issued.chain, key: issued.key })).not.toThrow();
});

test('both are already valid for a client whose clock is behind, for 90 days and ten years', async () => {
  const leaf = parse(await issue(['localhost']));
  const ca = new X509Certificate(await authority().authorityCertificate('phrase', now));
  for (const { validFromDate } of [leaf, ca]) expect(validFromDate.getTime()).toBe(now - day);
  expect(leaf.validToDate.getTime()).toBe(now + 90 * day);
  expect(ca.validToDate.getTime()).toBe(now + 3650 * day);
});

test('it is good for names, wildcards and addresses of both kinds', async () => {
  const leaf = parse(await issue(['b.test', '*.a.test', '192.0.2.7', '2001:db8::7']));
  expect(leaf.checkHost('b.test')).toBe('b.test');
  expect(leaf.checkHost('x.a.test')).toBe('*.a.test');
  expect(leaf.checkHost('a.test')).toBeUndefined();
  expect(leaf.checkHost('c.test')).toBeUndefined();
  expect(leaf.checkIP('192.0.2.7')).toBe('192.0.2.7');
  expect(leaf.checkIP('2001:db8::7')).toBe('2001:db8::7');
  expect(leaf.checkIP('192.0.2.8')).toBeUndefined();
});

describe('the host `*`, for which no certificate can be good', () => {
  test.each([
    { hosts: ['*'], names: ['localhost'] },
    { hosts: ['*', 'a.test'], names: ['a.test'] },
    { hosts: [], names: ['localhost'] },
  ])('$hosts gives $names', async ({ hosts, names }) => {
    const issued = await issue(hosts);
    expect(issued.names).toEqual(names);
    expect(parse(issued).subjectAltName).toBe(`DNS:${names[0]}`);
  });
});

describe('the present certificate', () => {
  test('stays until a third of its life is left, over restarts, in whatever order the names come', async () => {
    const issued = await issue(['a.test', 'b.test']);
    expect(await issue(['b.test', 'a.test', 'a.test'], now + 60 * day - 1)).toEqual(issued);
  });

  test('is renewed then, by the same authority', async () => {
    const before = await issue(['a.test']);
    const ca = new X509Certificate(await authority().authorityCertificate('phrase', now));
    const after = await issue(['a.test'], now + 60 * day);
    expect(parse(after).serialNumber).not.toBe(parse(before).serialNumber);
    expect(parse(after).validToDate.getTime()).toBe(now + 150 * day);
    expect(parse(after).verify(ca.publicKey)).toBe(true);
  });

  test('is replaced when the names change, by the same authority', async () => {
    await issue(['a.test']);
    const ca = await authority().authorityCertificate('phrase', now);
    const after = parse(await issue(['a.test', 'b.test']));
    expect(after.checkHost('b.test')).toBe('b.test');
    expect(after.verify(new X509Certificate(ca).publicKey)).toBe(true);
    expect(await authority().authorityCertificate('phrase', now + day)).toBe(ca);
  });
});

test('everybody who asks at once the first time is told of one authority and one certificate', async () => {
  const one = authority();
  const issued = await Promise.all(
    Array.from({ length: 8 }, () => one.certificate('phrase', ['a.test'], now)),
  );
  const ca = new X509Certificate(await one.authorityCertificate('phrase', now));
  expect(new Set(issued.map(({ chain }) => chain)).size).toBe(1);
  expect(issued.every((leaf) => parse(leaf).verify(ca.publicKey))).toBe(true);
});

describe('a file that cannot be used', () => {
  const file = () => join(directory, 'certificate.json');
  const change = (changes: Partial<Certificate>) =>
    writeFileSync(file(), JSON.stringify({ ...read(file()), ...changes, sha256: undefined }));
  const read = (path: string): Certificate => JSON.parse(readFileSync(path, 'utf8'));
  const replaceByFolder = () => {
    rmSync(file());
    mkdirSync(file());
  };

  test.each<[string, RegExp, () => unknown]>([
    ['is empty', /^it is empty$/, () => writeFileSync(file(), '')],
    ['is cut', /^it is cut or damaged \(.*JSON/, () => truncateSync(file(), 200)],
    ['is no certificate', /^it does not hold a certificate/, () => writeFileSync(file(), '"hello"')],
    ['is nothing', /^it does not hold a certificate/, () => writeFileSync(file(), 'null')],
    ['has no chain', /^its chain of certificates is cut or empty$/, () => change({ chain: '' })],
    [
      'has a cut chain',
      /^its chain of certificates is cut or empty$/,
      () => change({ chain: read(file()).chain.slice(0, 300) }),
    ],
    [
      'has a chain whose second part is cut',
      /^its chain of certificates is cut or empty$/,
      () => change({ chain: read(file()).chain + read(file()).chain.slice(0, 300) }),
    ],
    [
      'has a damaged certificate',
      /^its certificate is cut or damaged/,
      () => change({ chain: read(file()).chain.replace(/\n[A-Za-z0-9+/]{20}/, '\n') }),
    ],
    [
      'has one changed letter, with which a server still presents it',
      /^it is not what was written there$/,
      () => {
        const { chain } = read(file());
        const [last = ''] = /.(?=..\n-----END)/.exec(chain) ?? [];
        const changed = chain.replace(/.(?=..\n-----END)/, last === 'A' ? 'B' : 'A');
        writeFileSync(file(), JSON.stringify({ ...read(file()), chain: changed }));
      },
    ],
    ['has a damaged key', /^its key is cut or damaged/, () => change({ key: 'none' })],
    [
      "has another's key",
      /^its key belongs to another certificate$/,
      () => change({ key: read(join(directory, 'authority.json')).key }),
    ],
    [
      'has ended',
      /^its certificate ended on 2027-07-06$/,
      async () => change(await elsewhere('a.test', longAgo)),
    ],
    [
      'is good for others only',
      /^its certificate is not good for a\.test$/,
      async () => change({ ...(await elsewhere('b.test', now)), names: ['a.test'] }),
    ],
    ['cannot be read', /^it cannot be read \(EISDIR/, replaceByFolder],
  ])(
    'because it %s: the last good one is given, with the fault, also after a restart',
    async (_, wrong, harm) => {
      const good = await issue(['a.test']);
      await harm();
      const served = await issue(['a.test']);
      expect(served.chain).toBe(good.chain);
      expect(served.key).toBe(good.key);
      expect(served.fault).toMatchObject({
        file: file(),
        of: 'certificate',
        wrong: expect.stringMatching(wrong),
      });
      expect((await issue(['a.test'], now + 60 * day - 1)).fault).toEqual(served.fault);
    },
  );

  test('stays as it is until it is removed; then the last good one takes its place', async () => {
    const good = await issue(['a.test']);
    writeFileSync(file(), 'mine');
    await issue(['a.test']);
    expect(readFileSync(file(), 'utf8')).toBe('mine');
    rmSync(file());
    expect(await issue(['a.test'])).toEqual(good);
    expect(read(file()).key).toBe(good.key);
  });

  test.each([
    ['the names change', ['b.test'], now],
    ['the last good one is due', ['a.test'], now + 60 * day],
  ])('is replaced when %s', async (_, hosts, at) => {
    await issue(['a.test']);
    writeFileSync(file(), '');
    const renewed = await issue(hosts, at);
    expect(renewed.fault).toBeUndefined();
    expect(parse(renewed).validToDate.getTime()).toBe(at + 90 * day);
    expect(await issue(hosts, at)).toEqual(renewed);
  });

  test('of the authority is told when it is needed, and the certificate of before goes on', async () => {
    const good = await issue(['a.test']);
    writeFileSync(join(directory, 'authority.json'), '{');
    expect((await issue(['a.test'])).fault).toBeUndefined();
    const late = await issue(['a.test'], now + 100 * day);
    expect(late.chain).toBe(good.chain);
    expect(late.fault).toMatchObject({ file: join(directory, 'authority.json'), of: 'authority' });
    await expect(authority().authorityCertificate('phrase', now)).rejects.toThrow(
      /authority\.json: the local authority cannot be used: it is cut or damaged .*; put a copy of the file back/,
    );
  });
});

/** As another host has issued it. */
async function elsewhere(host: string, at: number): Promise<Certificate> {
  const folder = mkdtempSync(join(directory, 'elsewhere-'));
  const paths = { authority: join(folder, 'authority.json'), certificate: join(folder, 'certificate.json') };
  return await new LocalAuthority(paths).certificate('phrase', [host], at);
}

test('all keys are readable by root alone', async () => {
  await issue(['a.test']);
  for (const file of ['authority.json', 'certificate.json', 'certificate-last-good.json'])
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
});
