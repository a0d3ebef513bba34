import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import pLimit from 'p-limit';
import { readJson, writeJson } from './json-file.ts';

const day = 24 * 60 * 60 * 1000;
/** People trust the authority once by hand, so it outlives the machine. */
const authorityDays = 3650;
/** Browsers refuse more than 398; renewed with a third left. */
const leafDays = 90;
/** A client whose clock is behind must not find a certificate of the future. */
const clockSkew = day;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Certificate {
  /** PEM, leaf first. */
  readonly chain: string;
  /** PEM, PKCS#8. */
  readonly key: string;
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

/** A local authority, made once, and the certificate it signs for the platform's names. */
export class LocalAuthority {
  readonly #authorityPath: string;
  readonly #certificatePath: string;
  /** Two that ask at once the first time must not make two authorities. */
  readonly #oneAtATime = pLimit(1);

  constructor(paths: { readonly authority: string; readonly certificate: string }) {
    this.#authorityPath = paths.authority;
    this.#certificatePath = paths.certificate;
  }

  /** PEM, for people to trust. */
  authorityCertificate(platform: string, now: number): Promise<string> {
    return this.#oneAtATime(async () => (await this.#authority(platform, now)).chain);
  }

  /** The present certificate, or a new one when names have changed or a third of its life is left. */
  certificate(platform: string, hosts: readonly string[], now: number): Promise<Certificate> {
    return this.#oneAtATime(() => this.#certificate(platform, certificateNames(hosts), now));
  }

  async #certificate(platform: string, names: readonly string[], now: number): Promise<Certificate> {
    const present = readJson<Certificate>(this.#certificatePath);
    if (present && sameNames(present.names, names) && present.notAfter - now > (leafDays * day) / 3)
      return present;
    const issued = await issueLeaf(await this.#authority(platform, now), names, now);
    await writeJson(this.#certificatePath, issued);
    return issued;
  }

  async #authority(platform: string, now: number): Promise<Certificate> {
    const present = readJson<Certificate>(this.#authorityPath);
    if (present) return present;
    const made = await makeAuthority(platform, now);
    await writeJson(this.#authorityPath, made);
    return made;
  }
}

async function makeAuthority(platform: string, now: number): Promise<Certificate> {
  const keys = await generateKeys();
  const notAfter = now + authorityDays * day;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Causeway local CA of ${platform}`] }],
    notBefore: new Date(now - clockSkew),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { chain: pem(certificate), key: await privatePem(keys), names: [], notAfter };
}

async function issueLeaf(
  authority: Certificate,
  names: readonly string[],
  now: number,
): Promise<Certificate> {
  const issuer = new x509.X509Certificate(authority.chain);
  const keys = await generateKeys();
  const notAfter = now + leafDays * day;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [names[0] ?? 'causeway'] }],
    issuer: issuer.subject,
    notBefore: new Date(now - clockSkew),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map(alternativeName)),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { chain: pem(certificate), key: await privatePem(keys), names, notAfter };
}

/** No certificate is good for every name, so that the host `*` adds none. */
function certificateNames(hosts: readonly string[]): string[] {
  const names = [...new Set(hosts)].filter((host) => host !== '*').sort();
  return names.length > 0 ? names : ['localhost'];
}

function alternativeName(name: string): x509.JsonGeneralName {
  return isIP(name) ? { type: 'ip', value: name } : { type: 'dns', value: name };
}

function generateKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function privatePem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}

function importKey(key: string) {
  const [der] = x509.PemConverter.decode(key);
  return webcrypto.subtle.importKey('pkcs8', der as ArrayBuffer, algorithm, false, ['sign']);
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
