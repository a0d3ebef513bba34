import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { writeJson } from './json-file.ts';

export interface Certificate {
  /** PEM, leaf first. */
  readonly chain: string;
  /** PEM, PKCS#8. */
  readonly key: string;
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

/** Why the edge would refuse it; undefined also while nobody can be asked. */
export type RefusalOf = (pair: Pick<Certificate, 'chain' | 'key'>) => Promise<string | undefined>;

/** What a file holds. */
export interface FoundCertificate {
  /** A server can present it: it can be read, and its key fits. */
  readonly certificate?: Certificate;
  /** Why it must not be used, or not any more. */
  readonly wrong?: string;
}

/** A certificate with its key, as JSON with its hash. It is judged by what it is, not by what is noted beside it. */
export class CertificateFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Undefined when there is no such file. */
  read(now: number): FoundCertificate | undefined {
    try {
      const { certificate, sha256 } = parse(readFileSync(this.path, 'utf8'));
      const leaf = present(certificate);
      // agents of before wrote none
      if (sha256 !== undefined && sha256 !== hash(certificate))
        throw new Unusable('it is not what was written there');
      const notAfter = leaf.validToDate.getTime();
      const wrong = ended(leaf, now) ?? uncovered(leaf, certificate.names);
      return { certificate: { ...certificate, notAfter }, ...(wrong && { wrong }) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      return { wrong: error instanceof Unusable ? message : `it cannot be read (${message})` };
    }
  }

  async write(certificate: Certificate): Promise<void> {
    await writeJson(this.path, { ...certificate, sha256: hash(certificate) });
  }
}

/** It cannot be presented; the message says why, in words that go on after the file's name. */
export class Unusable extends Error {}

function parse(text: string): { readonly certificate: Certificate; readonly sha256: string | undefined } {
  if (text.trim() === '') throw new Unusable('it is empty');
  const { chain, key, names, notAfter, sha256 } = parseJson(text);
  if (typeof chain !== 'string' || typeof key !== 'string' || !Array.isArray(names))
    throw new Unusable('it does not hold a certificate with its key and names');
  return { certificate: { chain, key, names, notAfter: Number(notAfter) }, sha256 };
}

/** A changed byte of a signature still makes a certificate that a server presents, and nobody trusts. */
function hash({ chain, key, names, notAfter }: Certificate): string {
  return createHash('sha256')
    .update(JSON.stringify([chain, key, names, notAfter]))
    .digest('hex');
}

function parseJson(text: string): Partial<Certificate & { readonly sha256: string }> {
  try {
    return JSON.parse(text) ?? {};
  } catch (error) {
    throw new Unusable(`it is cut or damaged (${(error as Error).message})`);
  }
}

/** The certificates of a PEM, leaf first. */
export function readChain(chain: string): X509Certificate[] {
  const begun = chain.split('-----BEGIN CERTIFICATE-----').length - 1;
  const whole = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (begun === 0 || whole.length < begun) throw new Unusable('its chain of certificates is cut or empty');
  return whole.map((each) => attempt('its certificate', () => new X509Certificate(each)));
}

/** The leaf, once all that a server has to load for it is whole. */
export function present({ chain, key }: Pick<Certificate, 'chain' | 'key'>): X509Certificate {
  const [leaf] = readChain(chain);
  const privateKey = attempt('its key', () => createPrivateKey(key));
  if (leaf?.checkPrivateKey(privateKey)) return leaf;
  throw new Unusable('its key belongs to another certificate');
}

function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Unusable(`${what} is cut or damaged (${(error as Error).message})`);
  }
}

export function ended({ validToDate }: X509Certificate, now: number): string | undefined {
  if (validToDate.getTime() > now) return undefined;
  return `its certificate ended on ${validToDate.toISOString().slice(0, 10)}`;
}

export function uncovered(leaf: X509Certificate, names: readonly string[]): string | undefined {
  const missing = names.filter((name) => !covers(leaf, name));
  return missing.length > 0 ? `its certificate is not good for ${missing.join(', ')}` : undefined;
}

function covers(leaf: X509Certificate, name: string): boolean {
  // as browsers do, which read no names from the subject
  const covering = isIP(name)
    ? leaf.checkIP(name)
    : leaf.checkHost(name.replace(/^\*/, 'any'), { subject: 'never' });
  return covering !== undefined;
}
