import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificatePlan } from '@causeway/plan';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Attempts, afterFailure, noAttempts } from './acme/patience.ts';
import { AcmeProblem } from './acme/problem.ts';
import { forgetCertificates } from './forget-certificates.ts';
import { KeptCertificates } from './kept-certificates.ts';
import { day, issue, keyOf, now, pem } from './testing/issued.ts';

let folder: string;
let kept: KeptCertificates;
/** What is remembered of attempts, by name. */
let attempts: Map<string, Attempts>;

const hour = day / 24;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-kept-'));
  kept = new KeptCertificates(join(folder, 'certificates'));
  attempts = new Map();
});

afterEach(() => rmSync(folder, { recursive: true }));

test('what a host that comes back can use is kept to its end', async () => {
  await keep('a.test', 'b.test');
  expect(forget(['a.test'], now)).toEqual([]);
  expect(forget(['a.test'], now + 31 * day)).toEqual(['certificate-b.test']);
  expect(kept.names()).toEqual(['certificate-a.test']);
});

test('what the plan names stays whatever has become of it', async () => {
  await keep('a.test');
  attempts.set('certificate-a.test', noAttempts);
  expect(forget(['a.test'], now + 31 * day)).toEqual([]);
  expect([...attempts.keys()]).toEqual(['certificate-a.test']);
});

test('attempts are forgotten with the certificate, and not before it', async () => {
  await keep('b.test');
  attempts.set('certificate-b.test', noAttempts);
  expect(forget([], now)).toEqual([]);
  expect(forget([], now + 31 * day)).toEqual(['certificate-b.test']);
  expect([...attempts.keys()]).toEqual([]);
});

test('who is out of the plan for a while does not get around the patience with an authority', () => {
  attempts.set('certificate-b.test', afterFailure(noAttempts, new AcmeProblem('not proven', 'no'), now));
  expect(forget([], now)).toEqual([]);
  expect(forget([], now + hour)).toEqual(['certificate-b.test']);
});

test('nothing is there before the first one', () => {
  expect(forget(['a.test'], now)).toEqual([]);
});

async function keep(...hosts: readonly string[]): Promise<void> {
  for (const host of hosts) {
    const issued = await issue(host, undefined, { names: [host] });
    const certificate = { chain: pem(issued), key: await keyOf(issued), names: [host], notAfter: 0 };
    await kept.of(`certificate-${host}`).write(certificate);
  }
}

function forget(hosts: readonly string[], at: number): string[] {
  const certificates = hosts.map(
    (host): CertificatePlan => ({
      name: `certificate-${host}`,
      from: 'acme',
      hosts: [host],
    }),
  );
  const renewals = {
    attempts: (name: string) => attempts.get(name) ?? noAttempts,
    names: () => [...attempts.keys()],
    forget: (name: string) => void attempts.delete(name),
  };
  return forgetCertificates(certificates, { kept, renewals }, at);
}
