import type { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificatePlan, Plan } from '@causeway/plan';
import type { Clock } from '@causeway/release';
import pLimit from 'p-limit';
import { ended, present, type RefusalOf, uncovered } from '../certificate-file.ts';
import { jsonNames, readJson, writeJson } from '../json-file.ts';
import type { KeptCertificates } from '../kept-certificates.ts';
import { type Authority, forgetRegistration, isUnknownAccount, openAccount } from './account.ts';
import type { Challenges } from './challenges.ts';
import { type OpenOrder, obtain } from './order.ts';
import { type Attempts, afterFailure, afterIssue, mayTry, noAttempts } from './patience.ts';
import { AcmeProblem } from './problem.ts';
import { askForSuggestion, certificateId, type Suggestion, suggestedRenewal } from './suggestion.ts';
import { carryRequests, clockAhead } from './transport.ts';

/** Let's Encrypt dates its certificates back by an hour, so that this much is felt by nobody. Milliseconds. */
const mostClockDifference = 60 * 60_000;

/** One that gave no suggestion is asked again so much later. Milliseconds. */
const askAgainAfter = 60 * 60_000;

export interface RenewalParts {
  /** Accounts and attempts. */
  readonly folder: string;
  readonly kept: KeptCertificates;
  readonly challenges: Challenges;
  readonly clock: Clock;
  /** Why the edge would refuse it; undefined also while nobody can be asked. */
  readonly refusalOf: RefusalOf;
  /** Brings a new certificate to the edge. */
  readonly show: () => Promise<void>;
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

interface Renewal extends Attempts {
  /** The authority that it is about: the certificate of another is renewed at once. */
  readonly directory: string;
  readonly open?: OpenOrder;
  readonly suggestion?: Suggestion;
}

/** Gets certificates from an authority that speaks ACME, and new ones with a third of their life left. */
export class Renewals {
  readonly #parts: RenewalParts;
  readonly #oneAtATime = pLimit(1);
  /** Directory → until when its authority is not asked for suggestions, for any certificate. */
  readonly #unasked = new Map<string, number>();

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  /** Tries for every certificate that is due and may be tried for; `asked`: by a person. Ends when all are through, with the first failure to show one. */
  async run({ edge: { tls, certificates } }: Plan, asked: boolean): Promise<void> {
    if (tls.mode !== 'acme') return;
    const wanted = certificates.filter(({ from }) => from === 'acme');
    const turns = wanted.map((one) => this.#oneAtATime(() => this.#renew(tls, one, asked)));
    const failed = (await Promise.allSettled(turns)).find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
  }

  attempts(name: string): Attempts {
    return this.#find(name) ?? noAttempts;
  }

  /** When the certificate is renewed if all goes well, or tried for again; milliseconds since the epoch. */
  next(name: string): number | undefined {
    const { next } = this.attempts(name);
    const due = this.#due(name);
    return due === undefined || next === undefined ? (next ?? due) : Math.max(next, due);
  }

  /** Of certificates, whoever has asked for them. */
  names(): string[] {
    return jsonNames(this.#parts.folder).filter((name) => name.startsWith('certificate-'));
  }

  forget(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  async #renew(authority: Authority, wanted: CertificatePlan, asked: boolean): Promise<void> {
    const { clock, log, show } = this.#parts;
    // a person who waits needs no suggestion
    if (!asked) await this.#lookForSuggestion(authority, wanted.name);
    const renewal = this.#read(wanted.name, authority);
    if (!this.#isDue(wanted.name, renewal, authority) || !mayTry(renewal, clock.now(), asked)) return;
    try {
      await this.#obtain(authority, wanted, renewal);
      await this.#write(wanted.name, { directory: authority.directory, ...afterIssue(clock.now()) });
      log('a certificate is renewed', { names: wanted.hosts });
    } catch (error) {
      await this.#fail(authority, wanted, error as Error);
    }
    await show();
  }

  /** Without one, or with one of long ago, a third of the life counts. */
  async #lookForSuggestion(authority: Authority, name: string): Promise<void> {
    const now = this.#parts.clock.now();
    const { suggestion: before, ...renewal } = this.#read(name, authority);
    const leaf = this.#leaf(name);
    const id = leaf && certificateId(leaf);
    const isKnown = before?.id === id && now < (before?.lookAgain ?? 0);
    const { directory } = authority;
    if (!id || renewal.last === undefined || isKnown || now < (this.#unasked.get(directory) ?? 0)) return;
    const found = await askForSuggestion(authority, { id, before, now }).catch((error: Error) => {
      this.#parts.log('the authority does not say when it wants a certificate renewed', {
        error: error.message,
      });
    });
    if (found) await this.#write(name, { ...renewal, suggestion: found });
    else this.#unasked.set(directory, now + askAgainAfter);
  }

  async #obtain(
    authority: Authority,
    { name, hosts }: CertificatePlan,
    { open, suggestion }: Renewal,
  ): Promise<void> {
    const { folder, challenges, clock, kept } = this.#parts;
    const [host = ''] = hosts;
    await this.#compareClocks(authority);
    carryRequests(authority.root);
    const client = await openAccount(folder, authority);
    const keep = async (order: OpenOrder) =>
      this.#write(name, { ...this.#read(name, authority), open: order });
    const issued = await obtain({ client, host, challenges, clock, open, keep, replaces: suggestion?.id });
    const leaf = judged({ ...issued, names: hosts }, clock.now());
    const refusal = await this.#parts.refusalOf(issued);
    if (refusal !== undefined)
      throw new AcmeProblem('refused', `the edge refuses the new certificate: ${refusal}`);
    await kept.of(name).write({ ...issued, names: hosts, notAfter: leaf.validToDate.getTime() });
  }

  /** With a wrong clock every certificate looks old or of the future, and we would order again and again. */
  async #compareClocks({ directory, root }: Authority): Promise<void> {
    const ahead = await clockAhead(directory, root, this.#parts.clock.now());
    if (Math.abs(ahead) <= mostClockDifference) return;
    const difference = `${Math.round(Math.abs(ahead) / 60_000)} minutes ${ahead > 0 ? 'ahead of' : 'behind'}`;
    throw new AcmeProblem('away', `the host's clock is ${difference} the authority's; set it`);
  }

  async #fail(authority: Authority, { name, hosts }: CertificatePlan, error: Error): Promise<void> {
    const { clock, folder, log } = this.#parts;
    const problem = error instanceof AcmeProblem ? error : new AcmeProblem('away', error.message);
    if (isUnknownAccount(problem)) await forgetRegistration(folder, authority);
    const before = this.#read(name, authority);
    const open = problem.kind === 'away' || problem.kind === 'rate limited' ? before.open : undefined;
    const attempts = afterFailure(before, problem, clock.now());
    const { suggestion } = before;
    await this.#write(name, {
      directory: authority.directory,
      ...attempts,
      ...(open && { open }),
      ...(suggestion && { suggestion }),
    });
    log('a certificate is not renewed', { names: hosts, error: problem.message, next: attempts.next });
  }

  #isDue(name: string, { directory, last }: Renewal, authority: Authority): boolean {
    const due = this.#due(name);
    const another = directory !== authority.directory || last === undefined;
    return another || due === undefined || this.#parts.clock.now() >= due;
  }

  /** A third of its life is left then, or the authority wants it sooner; undefined when there is none. */
  #due(name: string): number | undefined {
    const leaf = this.#leaf(name);
    if (!leaf) return undefined;
    const { validFromDate, validToDate } = leaf;
    const third = validToDate.getTime() - (validToDate.getTime() - validFromDate.getTime()) / 3;
    return Math.min(third, suggestedRenewal(leaf, this.#find(name)?.suggestion) ?? third);
  }

  #leaf(name: string): X509Certificate | undefined {
    const found = this.#parts.kept.of(name).read(this.#parts.clock.now());
    return found?.certificate && present(found.certificate);
  }

  /** Of another authority nothing counts. */
  #read(name: string, { directory }: Authority): Renewal {
    const renewal = this.#find(name);
    return renewal?.directory === directory ? renewal : { directory, ...noAttempts };
  }

  /** One that is damaged is as good as none: it costs an order. */
  #find(name: string): Renewal | undefined {
    try {
      const found = readJson<Partial<Renewal>>(this.#path(name));
      return Array.isArray(found?.notProven) ? (found as Renewal) : undefined;
    } catch {
      return undefined;
    }
  }

  async #write(name: string, renewal: Renewal): Promise<void> {
    await writeJson(this.#path(name), renewal);
  }

  #path(name: string): string {
    return join(this.#parts.folder, `${name}.json`);
  }
}

/** The leaf of a certificate that can be served. One of the future is asked for again, and not ordered again. */
function judged(issued: { chain: string; key: string; names: readonly string[] }, now: number) {
  const leaf = present(issued);
  if (leaf.validFromDate.getTime() > now)
    throw new AcmeProblem('away', `${useless}: it is valid only from ${leaf.validFrom}, by the host's clock`);
  const wrong = ended(leaf, now) ?? uncovered(leaf, issued.names);
  if (wrong !== undefined) throw new AcmeProblem('refused', `${useless}: ${wrong}`);
  return leaf;
}

const useless = 'the authority gave a certificate that is of no use';
