import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Certificate, LocalAuthority } from './certificate.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2030, 0, 1);

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

test('both keys are readable by root alone', async () => {
  await issue(['a.test']);
  for (const file of ['authority.json', 'certificate.json'])
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
});
