import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LocalAuthority } from './certificate.ts';
import type { PlannedHost } from './host.ts';
import { Passwords } from './passwords.ts';
import { exportSecrets, importSecrets } from './shared-secrets.ts';

const now = Date.UTC(2030, 0, 1);
const planned = {
  plan: { platform: 'phrase' },
  ports: { clock: { now: () => now } },
} as unknown as PlannedHost;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-secrets-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** As a start of the agent opens it. */
function open(host: string) {
  const folder = join(directory, host);
  return {
    passwords: new Passwords(join(folder, 'passwords.json')),
    authority: new LocalAuthority({
      authority: join(folder, 'authority.json'),
      certificate: join(folder, 'certificate.json'),
    }),
  };
}

async function handOver(): Promise<boolean> {
  return importSecrets(open('second'), await exportSecrets(open('first'), planned));
}

const certificateOf = (host: string) => open(host).authority.certificate('phrase', ['localhost'], now);
const caOf = async (host: string) => await open(host).authority.authorityCertificate('phrase', now);

test('the other host has the same passwords, of users and of roles', async () => {
  const { passwords } = open('first');
  const user = (await passwords.of('user', 'developer')).reveal();
  const role = (await passwords.of('role', 'api')).reveal();
  await open('second').passwords.of('user', 'developer');
  expect(await handOver()).toBe(true);
  expect((await open('second').passwords.of('user', 'developer')).reveal()).toBe(user);
  expect(open('second').passwords.find('role', 'api')?.reveal()).toBe(role);
});

test('the other host shows a certificate of the same authority, with a key of its own', async () => {
  const before = await certificateOf('second');
  await handOver();
  const [one, other] = [await certificateOf('first'), await certificateOf('second')];
  const ca = new X509Certificate(await caOf('first'));
  expect(await caOf('second')).toBe(await caOf('first'));
  expect(new X509Certificate(other.chain).verify(ca.publicKey)).toBe(true);
  expect(other.chain).not.toBe(before.chain);
  expect(other.key).not.toBe(one.key);
});

test('what is the same already is not touched', async () => {
  await handOver();
  const certificate = await certificateOf('second');
  expect(await handOver()).toBe(false);
  expect(await certificateOf('second')).toEqual(certificate);
});

test('a role whose password was not handed over has none', async () => {
  await handOver();
  expect(open('second').passwords.find('role', 'api')).toBeUndefined();
});
