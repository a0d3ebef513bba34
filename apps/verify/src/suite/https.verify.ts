import type { SecureVersion } from 'node:tls';
import request from 'supertest';
import { describe, expect, inject, test } from 'vitest';
import { originOf } from '../target.ts';
import { shakeHands } from '../wire/tls.ts';

const target = inject('target');

describe.each(target.services)('HTTPS of $name', (service) => {
  const endpoint = { host: service.host, port: target.https, ca: target.ca };

  test('answers who trusts the authority of the platform', async () => {
    await request.agent(originOf(target, service), { ca: target.ca }).get(service.health?.path ?? '/');
  });

  test('is not trusted by who trusts only public authorities', async () => {
    const refusal = await shakeHands({ ...endpoint, ca: undefined }).catch(({ code }) => code);
    expect([
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ]).toContain(refusal);
  });

  test('has a certificate that names the host and is valid now', async () => {
    const { certificate } = await shakeHands(endpoint);
    expect(certificate.checkHost(service.host)).toBeDefined();
    expect(certificate.validFromDate.getTime()).toBeLessThanOrEqual(Date.now());
    expect(certificate.validToDate.getTime()).toBeGreaterThan(Date.now());
    expect(certificate.ca).toBe(false);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[])('accepts %s', async (version) => {
    const { protocol } = await shakeHands({ ...endpoint, minVersion: version, maxVersion: version });
    expect(protocol).toBe(version);
  });

  test.each(['TLSv1', 'TLSv1.1'] satisfies SecureVersion[])('refuses %s', async (version) => {
    // without this the client itself refuses before it has asked
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
    const refusal = await shakeHands({ ...endpoint, ...old }).catch(({ code }) => code);
    expect(refusal).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  test.each(['h2', 'http/1.1'])('agrees on %s', async (application) => {
    expect((await shakeHands({ ...endpoint, ALPNProtocols: [application] })).application).toBe(application);
  });

  test('prefers h2 when both are offered', async () => {
    expect((await shakeHands({ ...endpoint, ALPNProtocols: ['http/1.1', 'h2'] })).application).toBe('h2');
  });
});
