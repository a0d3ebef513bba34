import type { CertificatePlan, Plan } from '@causeway/plan';
import type { CertificateStatus } from '@causeway/release';
import type { Renewals } from './acme/renewals.ts';
import { type LocalAuthority, renewalOf, type ServedCertificate, standIn } from './certificate.ts';
import type { CertificateFault } from './certificate-fault.ts';
import { type Certificate, type RefusalOf, readChain } from './certificate-file.ts';
import { CertificateFolder, FileFault } from './certificate-folder.ts';
import type { KeptCertificates } from './kept-certificates.ts';

export interface CertificateParts {
  readonly authority: LocalAuthority;
  readonly kept: KeptCertificates;
  readonly renewals: Pick<Renewals, 'attempts' | 'next'>;
  readonly refusalOf: RefusalOf;
}

/** By the plan's name for each. */
export type ServedCertificates = Readonly<Record<string, ServedCertificate>>;

/** What the edge shows for each certificate of a plan: the present one, the last good one, or a stand-in that nobody trusts. */
export class Certificates {
  readonly #parts: CertificateParts;
  readonly #standIns = new Map<string, Certificate>();

  constructor(parts: CertificateParts) {
    this.#parts = parts;
  }

  async served(plan: Plan, now: number): Promise<ServedCertificates> {
    const entries = plan.edge.certificates.map(
      async (wanted) => [wanted.name, await this.#served(plan, wanted, now)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async status(plan: Plan, now: number): Promise<CertificateStatus[]> {
    const served = await this.served(plan, now);
    return plan.edge.certificates.flatMap((wanted) => {
      const certificate = served[wanted.name];
      return certificate ? [this.#statusOf(wanted, certificate)] : [];
    });
  }

  #served(plan: Plan, wanted: CertificatePlan, now: number): Promise<ServedCertificate> {
    switch (wanted.from) {
      case 'local':
        return this.#parts.authority.certificate(plan.platform, wanted.hosts, now);
      case 'files':
        return this.#ofFiles(plan, wanted, now);
      case 'acme':
        return this.#ofAcme(wanted, now);
      default:
        return wanted.from satisfies never;
    }
  }

  async #ofFiles({ edge: { tls } }: Plan, wanted: CertificatePlan, now: number): Promise<ServedCertificate> {
    const { directory, source } = tls as Extract<typeof tls, { mode: 'files' }>;
    try {
      const found = new CertificateFolder(directory).read(wanted.service ?? '', wanted.hosts, now);
      return await this.#keep(wanted, found, now);
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      return this.#instead(wanted, now, fileFault(error, source));
    }
  }

  /** A set of files with a certificate that the edge refuses would be refused as a whole. */
  async #refuse(found: Certificate, service = ''): Promise<void> {
    const refusal = await this.#parts.refusalOf(found);
    if (refusal !== undefined) throw new FileFault(`${service}.crt`, `the edge refuses it: ${refusal}`);
  }

  async #keep({ name, service }: CertificatePlan, found: Certificate, now: number): Promise<Certificate> {
    const file = this.#parts.kept.of(name);
    const { chain, key, names } = file.read(now)?.certificate ?? {};
    const isKept = chain === found.chain && key === found.key && String(names) === String(found.names);
    if (isKept) return found;
    await this.#refuse(found, service);
    await file.write(found);
    return found;
  }

  async #ofAcme(wanted: CertificatePlan, now: number): Promise<ServedCertificate> {
    const { certificate, wrong } = this.#parts.kept.of(wanted.name).read(now) ?? {};
    if (certificate && wrong === undefined) return certificate;
    return this.#instead(wanted, now, this.#acmeFault(wanted, wrong));
  }

  #acmeFault({ name, hosts }: CertificatePlan, wrong = 'there is none yet'): CertificateFault {
    const { last, next } = this.#parts.renewals.attempts(name);
    const why = last?.why === undefined ? '' : `: ${last.why}`;
    const when = next === undefined ? 'shortly' : `after ${new Date(next).toISOString().slice(0, 16)} UTC`;
    const mend = `it is tried for again ${when}; mend what is named, and \`deploy\` tries at once`;
    return { file: hosts[0] ?? name, of: 'acme', wrong: `${wrong}${why}`, mend };
  }

  /** An ended one tells more to whoever sees it than a stand-in. */
  async #instead(
    { name, hosts }: CertificatePlan,
    now: number,
    fault: CertificateFault,
  ): Promise<ServedCertificate> {
    const lastGood = this.#parts.kept.of(name).read(now)?.certificate;
    if (lastGood) return { ...lastGood, fault };
    return { ...(await this.#standIn(hosts, now)), standIn: true, fault };
  }

  /** The same one as long as it is good, so that nothing changes at the edge. */
  async #standIn(hosts: readonly string[], now: number): Promise<Certificate> {
    const key = String(hosts);
    const present = this.#standIns.get(key);
    if (present && now < renewalOf(present)) return present;
    const made = await standIn(hosts, now);
    this.#standIns.set(key, made);
    return made;
  }

  #statusOf({ name, from, hosts }: CertificatePlan, served: ServedCertificate): CertificateStatus {
    const [leaf] = readChain(served.chain);
    const { last } = from === 'acme' ? this.#parts.renewals.attempts(name) : {};
    const next =
      from === 'acme' ? this.#parts.renewals.next(name) : from === 'local' ? renewalOf(served) : undefined;
    return {
      names: from === 'local' ? served.names : hosts,
      from,
      issuer: commonName(leaf?.issuer ?? ''),
      notBefore: (leaf?.validFromDate ?? new Date(0)).toISOString(),
      notAfter: new Date(served.notAfter).toISOString(),
      ...(served.standIn && { standIn: true }),
      ...(last && { renewal: last }),
      ...(next !== undefined && { next }),
    };
  }
}

function fileFault({ file, message }: FileFault, source: string): CertificateFault {
  return {
    file: `${source}/${file}`,
    of: 'files',
    wrong: message,
    mend: 'put a good one there: it is looked at each minute',
  };
}

function commonName(subject: string): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}
