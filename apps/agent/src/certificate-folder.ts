import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type Certificate, ended, present, readChain, Unusable, uncovered } from './certificate-file.ts';
import { unsuitable } from './unsuitable.ts';

/** A file that stands in the way: `file` in the folder. */
export class FileFault extends Error {
  readonly file: string;

  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}

/** Certificates that somebody else renews: `<service>.crt` and `.key`, or `default.crt` and `.key`; PEM. */
export class CertificateFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws a `FileFault` unless clients can be shown it. */
  read(service: string, hosts: readonly string[], now: number): Certificate {
    const stem = this.#has(`${service}.crt`) || this.#has(`${service}.key`) ? service : 'default';
    const chain = this.#text(`${stem}.crt`);
    this.#refuseOpenKey(`${stem}.key`);
    const key = this.#text(`${stem}.key`);
    try {
      const notAfter = judge({ chain, key }, hosts, { now, roots: this.#roots() });
      return { chain, key, names: hosts, notAfter };
    } catch (error) {
      if (error instanceof Unusable) throw new FileFault(`${stem}.crt`, error.message);
      throw error;
    }
  }

  #has(name: string): boolean {
    return existsSync(join(this.#path, name));
  }

  #text(name: string): string {
    try {
      return readFileSync(join(this.#path, name), 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new FileFault(name, code === 'ENOENT' ? 'it is not there' : `it cannot be read (${message})`);
    }
  }

  /** Debian's group `ssl-cert` may read keys; nobody else may. */
  #refuseOpenKey(name: string): void {
    if (!this.#has(name)) return;
    const mode = statSync(join(this.#path, name)).mode & 0o777;
    if ((mode & 0o027) === 0) return;
    throw new FileFault(
      name,
      `its mode is 0${mode.toString(8)}, so that others may read or change it; \`chmod 600\` it`,
    );
  }

  #roots(): X509Certificate[] {
    const own = 'authorities.crt';
    return this.#has(own) ? [...publicRoots(), ...readChain(this.#text(own))] : publicRoots();
  }
}

let parsedRoots: X509Certificate[] | undefined;

function publicRoots(): X509Certificate[] {
  parsedRoots ??= rootCertificates.map((pem) => new X509Certificate(pem));
  return parsedRoots;
}

interface Standards {
  readonly now: number;
  readonly roots: readonly X509Certificate[];
}

/** Its end, in milliseconds since the epoch. */
function judge(
  pair: Pick<Certificate, 'chain' | 'key'>,
  hosts: readonly string[],
  { now, roots }: Standards,
): number {
  const leaf = present(pair);
  const wrong =
    ended(leaf, now) ??
    tooEarly(leaf, now) ??
    unsuitable(leaf) ??
    uncovered(leaf, hosts) ??
    brokenChain(readChain(pair.chain), roots);
  if (wrong !== undefined) throw new Unusable(wrong);
  return leaf.validToDate.getTime();
}

function tooEarly({ validFromDate }: X509Certificate, now: number): string | undefined {
  if (validFromDate.getTime() <= now) return undefined;
  return `its certificate is valid only from ${validFromDate.toISOString().slice(0, 16)}; look at the clock of the host`;
}

/** Browsers mend some of these, other clients none. */
function brokenChain(
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): string | undefined {
  const stray = chain.findIndex((each, index) => index > 0 && !isIssued(chain[index - 1], each));
  if (stray > 0)
    return `its certificate ${stray + 1} (${nameOf(chain[stray])}) has not issued the one before it; put them in order, the leaf first`;
  const last = chain.at(-1);
  if (!last || isIssued(last, last) || roots.some((root) => isIssued(last, root))) return undefined;
  return `its chain ends with ${nameOf(last)}, and no root known here has issued that; add the intermediate certificates behind the leaf, or, where the authority is your own, put its root into authorities.crt`;
}

function isIssued(certificate: X509Certificate | undefined, issuer: X509Certificate): boolean {
  return certificate?.checkIssued(issuer) === true && certificate.verify(issuer.publicKey);
}

function nameOf(certificate: X509Certificate | undefined): string {
  return (certificate?.subject || certificate?.subjectAltName || 'nameless').replaceAll('\n', ', ');
}
