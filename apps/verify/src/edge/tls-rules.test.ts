import { expect, test } from 'vitest';
import { findings, type Scan } from './tls-rules.ts';

const suites = (...names: readonly string[]) => ({
  result: { accepted_cipher_suites: names.map((name) => ({ cipher_suite: { name } })) },
});

const good: Scan = {
  ssl_2_0_cipher_suites: suites(),
  ssl_3_0_cipher_suites: suites(),
  tls_1_0_cipher_suites: suites(),
  tls_1_1_cipher_suites: suites(),
  tls_1_2_cipher_suites: suites('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
  tls_1_3_cipher_suites: suites('TLS_AES_128_GCM_SHA256'),
  elliptic_curves: { result: { supported_curves: [{ name: 'X25519' }, { name: 'secp256r1' }] } },
  tls_compression: { result: { supports_compression: false } },
  openssl_ccs_injection: { result: { is_vulnerable_to_ccs_injection: false } },
  tls_fallback_scsv: { result: { supports_fallback_scsv: true } },
  heartbleed: { result: { is_vulnerable_to_heartbleed: false } },
  robot: { result: { robot_result: 'NOT_VULNERABLE_RSA_NOT_SUPPORTED' } },
  session_renegotiation: {
    result: { supports_secure_renegotiation: true, is_vulnerable_to_client_renegotiation_dos: false },
  },
  tls_extended_master_secret: { result: { supports_ems_extension: true } },
};

const broken = (scan: Partial<Scan>) =>
  findings({ ...good, ...scan })
    .filter(({ holds }) => !holds)
    .map(({ rule }) => rule);

test('a good edge keeps every rule', () => expect(broken({})).toEqual([]));

test.each<[string, Partial<Scan>]>([
  ['no SSL 2.0', { ssl_2_0_cipher_suites: suites('SSL_CK_RC4_128_WITH_MD5') }],
  ['no SSL 3.0', { ssl_3_0_cipher_suites: suites('TLS_RSA_WITH_RC4_128_SHA') }],
  ['no TLS 1.0', { tls_1_0_cipher_suites: suites('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA') }],
  ['no TLS 1.1', { tls_1_1_cipher_suites: suites('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA') }],
  [
    'TLS 1.2 with forward secrecy and authenticated encryption alone',
    { tls_1_2_cipher_suites: suites('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256') },
  ],
  [
    'TLS 1.2 with forward secrecy and authenticated encryption alone',
    { tls_1_2_cipher_suites: suites('TLS_RSA_WITH_AES_128_GCM_SHA256') },
  ],
  ['TLS 1.3 with full tags alone', { tls_1_3_cipher_suites: suites('TLS_AES_128_CCM_8_SHA256') }],
  ['TLS 1.3 with full tags alone', { tls_1_3_cipher_suites: suites() }],
  ['strong curves alone', { elliptic_curves: { result: { supported_curves: [{ name: 'secp160r1' }] } } }],
  ['compression', { tls_compression: { result: { supports_compression: true } } }],
  [
    'renegotiation by the client',
    {
      session_renegotiation: {
        result: { supports_secure_renegotiation: true, is_vulnerable_to_client_renegotiation_dos: true },
      },
    },
  ],
  [
    'secure renegotiation',
    {
      session_renegotiation: {
        result: { supports_secure_renegotiation: false, is_vulnerable_to_client_renegotiation_dos: false },
      },
    },
  ],
  ['Heartbleed', { heartbleed: { result: { is_vulnerable_to_heartbleed: true } } }],
  ['CCS injection', { openssl_ccs_injection: { result: { is_vulnerable_to_ccs_injection: true } } }],
  ['ROBOT', { robot: { result: { robot_result: 'VULNERABLE_STRONG_ORACLE' } } }],
  ['downgrades are noticed', { tls_fallback_scsv: { result: { supports_fallback_scsv: false } } }],
  ['extended master secret', { tls_extended_master_secret: { result: { supports_ems_extension: false } } }],
])('%s', (rule, scan) => expect(broken(scan)).toEqual([rule]));

test.each(Object.keys(good))('%s: what could not be found out does not hold', (part) => {
  expect(broken({ [part]: { result: null } })).not.toEqual([]);
});
