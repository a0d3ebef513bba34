import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

export const day = 24 * 60 * 60_000;
export const now = Date.now();
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface Wanted {
  readonly names: readonly string[];
  readonly key: Algorithm;
  readonly uses: readonly x509.ExtendedKeyUsage[];
  readonly mustStaple: boolean;
}

type Algorithm = webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams | { readonly name: 'Ed25519' };

export function rsa(modulusLength: number): Algorithm {
  const publicExponent = new Uint8Array([1, 0, 1]);
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent, hash: 'SHA-256' };
}

/** By itself without an issuer; a leaf when something is wanted of it. */
export async function issue(name: string, issuer?: Issued, wanted?: Partial<Wanted>): Promise<Issued> {
  const key = wanted?.key ?? algorithm;
  const keys = (await webcrypto.subtle.generateKey(key, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [name] }],
    issuer: issuer?.certificate.subject ?? [{ CN: [name] }],
    notBefore: new Date(now - day),
    notAfter: new Date(now + 30 * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(!wanted, undefined, true),
      ...extensionsFor(wanted ?? {}),
    ],
  });
  return { certificate, keys };
}

function extensionsFor({ names = [], uses = [], mustStaple = false }: Partial<Wanted>): x509.Extension[] {
  const alternatives = names.map((value) => ({ type: 'dns', value }) as const);
  return [
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
    ...(uses.length > 0 ? [new x509.ExtendedKeyUsageExtension([...uses])] : []),
    // a list of one, the number of status_request
    ...(mustStaple
      ? [new x509.Extension('1.3.6.1.5.5.7.1.24', false, Buffer.from('3003020105', 'hex'))]
      : []),
  ];
}

export const pem = (...issued: Issued[]) =>
  issued.map(({ certificate }) => `${certificate.toString('pem')}\n`).join('');

export async function keyOf({ keys }: Issued): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}
