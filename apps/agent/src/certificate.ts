import { webcrypto } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, parse } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import pLimit from 'p-limit';
import type { CertificateFault } from './certificate-fault.ts';
import { type Certificate, CertificateFile, type FoundCertificate, present } from './certificate-file.ts';

export type { Certificate };

const day = 24 * 60 * 60 * 1000;
/** People trust the authority once by hand, so it outlives the machine. */
const authorityDays = 3650;
/** Browsers refuse more than 398; renewed with a third left. */
const leafDays = 90;
/** A client whose clock is behind must not find a certificate of the future. */
const clockSkew = day;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface ServedCertificate extends Certificate {
  /** Why it is not the newest: something that must be mended by hand. */
  readonly fault?: CertificateFault;
  /** There is none that anybody could trust. */
  readonly standIn?: true;
}

/** When a new one of the local authority takes its place; milliseconds since the epoch. */
export function renewalOf({ notAfter }: Pick<Certificate, 'notAfter'>): number {
  return notAfter - (leafDays * day) / 3;
}

/** Signed by nobody: a handshake ends in a warning that says so, and not in a refusal that says nothing. */
export async function standIn(hosts: readonly string[], now: number): Promise<Certificate> {
  const nobody = await makeAuthority('nobody: there is no certificate yet', now);
  return issueLeaf(nobody, certificateNames(hosts), now);
}

/** A local authority, made once, and the certificate it signs for the platform's names. */
export class LocalAuthority {
  readonly #authorityFile: CertificateFile;
  readonly #file: CertificateFile;
  /** What was served last, for the time in which the file cannot be used. */
  readonly #lastGood: CertificateFile;
  /** Two that ask at once the first time must not make two authorities. */
  readonly #oneAtATime = pLimit(1);

  constructor(paths: { readonly authority: string; readonly certificate: string }) {
    this.#authorityFile = new CertificateFile(paths.authority);
    this.#file = new CertificateFile(paths.certificate);
    const { dir, name, ext } = parse(paths.certificate);
    this.#lastGood = new CertificateFile(join(dir, `${name}-last-good${ext}`));
  }

  /** PEM, for people to trust. */
  authorityCertificate(platform: string, now: number): Promise<string> {
    return this.#oneAtATime(async () => (await this.#authority(platform, now)).chain);
  }

  /** With its key, for another host of the same target. */
  share(platform: string, now: number): Promise<Pick<Certificate, 'chain' | 'key'>> {
    return this.#oneAtATime(async () => {
      const { chain, key } = await this.#authority(platform, now);
      return { chain, key };
    });
  }

  /** Another host's in place of the own, whose certificates go with it; says whether it was another. */
  adopt({ chain, key }: Pick<Certificate, 'chain' | 'key'>): Promise<boolean> {
    return this.#oneAtATime(async () => {
      const notAfter = present({ chain, key }).validToDate.getTime();
      if (this.#authorityFile.read(0)?.certificate?.chain === chain) return false;
      await this.#authorityFile.write({ chain, key, names: [], notAfter });
      for (const file of [this.#file, this.#lastGood]) await rm(file.path, { force: true });
      return true;
    });
  }

  /**
   * The present certificate, or a new one when names have changed or a third of its life is left. A file that cannot be
   * used stays as it is, and the last good certificate is given instead, with the fault.
   */
  certificate(platform: string, hosts: readonly string[], now: number): Promise<ServedCertificate> {
    return this.#oneAtATime(() => this.#certificate(platform, certificateNames(hosts), now));
  }

  async #certificate(platform: string, names: readonly string[], now: number): Promise<ServedCertificate> {
    const [found, lastGood] = [this.#file.read(now), this.#lastGood.read(now)];
    const present = currentOf(found, names, now);
    if (present) return this.#keep(present, lastGood);
    const kept = currentOf(lastGood, names, now);
    if (!kept) return this.#renew(platform, names, now);
    if (found?.wrong !== undefined) return { ...kept, fault: this.#faultOf(found.wrong) };
    await this.#file.write(kept);
    return kept;
  }

  async #keep(certificate: Certificate, lastGood: FoundCertificate | undefined): Promise<Certificate> {
    const { chain, key } = lastGood?.certificate ?? {};
    if (certificate.chain !== chain || certificate.key !== key) await this.#lastGood.write(certificate);
    return certificate;
  }

  /** Without an authority that can sign, what there is must do. */
  async #renew(platform: string, names: readonly string[], now: number): Promise<ServedCertificate> {
    try {
      const issued = await issueLeaf(await this.#authority(platform, now), names, now);
      await this.#file.write(issued);
      await this.#lastGood.write(issued);
      return issued;
    } catch (error) {
      const old = this.#file.read(now)?.certificate ?? this.#lastGood.read(now)?.certificate;
      if (!old || !(error instanceof AuthorityUnusable)) throw error;
      return { ...old, fault: error.fault };
    }
  }

  async #authority(platform: string, now: number): Promise<Certificate> {
    const { certificate, wrong } = this.#authorityFile.read(now) ?? {};
    if (wrong !== undefined) throw new AuthorityUnusable(this.#authorityFile.path, wrong);
    if (certificate) return certificate;
    const made = await makeAuthority(platform, now);
    await this.#authorityFile.write(made);
    return made;
  }

  #faultOf(wrong: string): CertificateFault {
    const mend = 'remove the file, and the last good one takes its place';
    return { file: this.#file.path, of: 'certificate', wrong, mend };
  }
}

class AuthorityUnusable extends Error {
  readonly fault: CertificateFault;

  constructor(file: string, wrong: string) {
    const mend =
      'put a copy of the file back, or remove it: a new authority is made then, which everybody has to trust anew';
    super(`${file}: the local authority cannot be used: ${wrong}; ${mend}`);
    this.fault = { file, of: 'authority', wrong, mend };
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

/** It can be used, and need not be renewed yet. */
function currentOf(
  { certificate, wrong }: FoundCertificate = {},
  names: readonly string[],
  now: number,
): Certificate | undefined {
  if (!certificate || wrong !== undefined || !sameNames(certificate.names, names)) return undefined;
  return now < renewalOf(certificate) ? certificate : undefined;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
