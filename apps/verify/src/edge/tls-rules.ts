/** The part of the scanner's report that the rules look at. */
export interface Scan {
  readonly ssl_2_0_cipher_suites: Found<Suites>;
  readonly ssl_3_0_cipher_suites: Found<Suites>;
  readonly tls_1_0_cipher_suites: Found<Suites>;
  readonly tls_1_1_cipher_suites: Found<Suites>;
  readonly tls_1_2_cipher_suites: Found<Suites>;
  readonly tls_1_3_cipher_suites: Found<Suites>;
  readonly elliptic_curves: Found<{ readonly supported_curves: readonly { readonly name: string }[] }>;
  readonly tls_compression: Found<{ readonly supports_compression: boolean }>;
  readonly openssl_ccs_injection: Found<{ readonly is_vulnerable_to_ccs_injection: boolean }>;
  readonly tls_fallback_scsv: Found<{ readonly supports_fallback_scsv: boolean }>;
  readonly heartbleed: Found<{ readonly is_vulnerable_to_heartbleed: boolean }>;
  readonly robot: Found<{ readonly robot_result: string }>;
  readonly session_renegotiation: Found<{
    readonly supports_secure_renegotiation: boolean;
    readonly is_vulnerable_to_client_renegotiation_dos: boolean;
  }>;
  readonly tls_extended_master_secret: Found<{ readonly supports_ems_extension: boolean }>;
}

/** Null when the scanner could not find out. */
interface Found<Result> {
  readonly result: Result | null;
}

interface Suites {
  readonly accepted_cipher_suites: readonly { readonly cipher_suite: { readonly name: string } }[];
}

export interface Finding {
  readonly rule: string;
  readonly found: string;
  readonly holds: boolean;
}

/** Every rule with what was found; what could not be found out does not hold. */
export const findings = (scan: Scan): Finding[] =>
  rules.map(([rule, look]) => {
    const found = look(scan);
    return found === undefined ? { rule, found: 'not found out', holds: false } : { rule, ...found };
  });

type Look = (scan: Scan) => Pick<Finding, 'found' | 'holds'> | undefined;

const suitesOf = ({ result }: Found<Suites>): string[] | undefined =>
  result?.accepted_cipher_suites.map(({ cipher_suite: { name } }) => name);

const none =
  (of: (scan: Scan) => Found<Suites>): Look =>
  (scan) => {
    const suites = suitesOf(of(scan));
    return suites && { found: suites.join(', ') || 'refused', holds: suites.length === 0 };
  };

const all =
  (of: (scan: Scan) => readonly string[] | undefined, allowed: RegExp): Look =>
  (scan) => {
    const names = of(scan);
    return (
      names && {
        found: names.join(', '),
        holds: names.length > 0 && names.every((name) => allowed.test(name)),
      }
    );
  };

const says =
  (of: (scan: Scan) => boolean | undefined, wanted: boolean): Look =>
  (scan) => {
    const said = of(scan);
    return said === undefined ? undefined : { found: said ? 'yes' : 'no', holds: said === wanted };
  };

const rules: readonly (readonly [rule: string, look: Look])[] = [
  ['no SSL 2.0', none((scan) => scan.ssl_2_0_cipher_suites)],
  ['no SSL 3.0', none((scan) => scan.ssl_3_0_cipher_suites)],
  ['no TLS 1.0', none((scan) => scan.tls_1_0_cipher_suites)],
  ['no TLS 1.1', none((scan) => scan.tls_1_1_cipher_suites)],
  [
    'TLS 1.2 with forward secrecy and authenticated encryption alone',
    all(
      (scan) => suitesOf(scan.tls_1_2_cipher_suites),
      /^TLS_ECDHE_(?:ECDSA|RSA)_WITH_(?:AES_(?:128|256)_GCM_SHA(?:256|384)|CHACHA20_POLY1305_SHA256)$/,
    ),
  ],
  [
    'TLS 1.3 with full tags alone',
    all(
      (scan) => suitesOf(scan.tls_1_3_cipher_suites),
      /^TLS_(?:AES_(?:128|256)_GCM_SHA(?:256|384)|CHACHA20_POLY1305_SHA256)$/,
    ),
  ],
  [
    'strong curves alone',
    all(
      ({ elliptic_curves: { result } }) => result?.supported_curves.map(({ name }) => name),
      /^(?:X25519(?:MLKEM768)?|X448|secp256r1|prime256v1|secp384r1|secp521r1)$/,
    ),
  ],
  ['compression', says(({ tls_compression: { result } }) => result?.supports_compression, false)],
  [
    'renegotiation by the client',
    says(({ session_renegotiation: { result } }) => result?.is_vulnerable_to_client_renegotiation_dos, false),
  ],
  [
    'secure renegotiation',
    says(({ session_renegotiation: { result } }) => result?.supports_secure_renegotiation, true),
  ],
  ['Heartbleed', says(({ heartbleed: { result } }) => result?.is_vulnerable_to_heartbleed, false)],
  [
    'CCS injection',
    says(({ openssl_ccs_injection: { result } }) => result?.is_vulnerable_to_ccs_injection, false),
  ],
  [
    'ROBOT',
    says(
      ({ robot: { result } }) => (result ? !result.robot_result.startsWith('NOT_VULNERABLE') : undefined),
      false,
    ),
  ],
  [
    'downgrades are noticed',
    says(({ tls_fallback_scsv: { result } }) => result?.supports_fallback_scsv, true),
  ],
  [
    'extended master secret',
    says(({ tls_extended_master_secret: { result } }) => result?.supports_ems_extension, true),
  ],
];
