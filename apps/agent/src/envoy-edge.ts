import {
  acknowledgements,
  clusterName,
  type EdgeFiles,
  type EdgeSecrets,
  isEndpointsFile,
  isSecretFile,
  type ListenerError,
  newRefusals,
  refusalsOf,
  transition,
  unacknowledged,
} from '@causeway/edge';
import type { Clock, EdgeControl, EdgeView, Release } from '@causeway/release';
import type { LimitFunction } from 'p-limit';
import type { ServedCertificate } from './certificate.ts';
import { describeFault } from './certificate-fault.ts';
import type { RefusalOf } from './certificate-file.ts';
import type { ServedCertificates } from './certificates.ts';
import type { EdgeAdmin } from './edge-admin.ts';
import { type CompositionParts, EdgeComposition } from './edge-composition.ts';
import { EnvoyEdgeValidation, type ValidationParts } from './envoy-edge-validation.ts';
import { log } from './log.ts';

/** Seen: 12 ms in the median, 37 ms at most. A starting edge takes a second or two. */
const acknowledgeWithin = 10_000;
const pollInterval = 5;
/** Far more than a running edge takes. Milliseconds. */
const showAgainAfter = 1000;

/** With what is known of the certificates beyond what the edge needs. */
type ServedSecrets = EdgeSecrets & { readonly certificates: ServedCertificates };

export interface EdgeParts extends ValidationParts, CompositionParts {
  readonly admin: EdgeAdmin;
  readonly clock: Clock;
  readonly secrets: () => Promise<ServedSecrets>;
  /** One writer at a time, over changes of the plan. */
  readonly turns: LimitFunction;
}

/** What counts them → how many. */
type Refusals = ReadonlyMap<string, number>;

class EdgeRefused extends Error {}
class EdgeAway extends Error {}

/** Keeps the edge's files true to the journal and to what runs. */
export class EnvoyEdge implements EdgeControl {
  readonly #parts: EdgeParts;
  readonly #validation: EnvoyEdgeValidation;
  readonly #composition: EdgeComposition;
  /** Why the last good set could not be written. */
  #unkept: string | undefined;
  #certificates: ServedCertificates = {};
  /** The refresh that waits for its turn. */
  #queued: Promise<void> | undefined;

  constructor(parts: EdgeParts) {
    this.#parts = parts;
    this.#validation = new EnvoyEdgeValidation(parts);
    this.#composition = new EdgeComposition(parts, this.#validation);
  }

  /** Service, or file or host of a certificate → why its newest settings, or that certificate, are not served. */
  get errors(): ReadonlyMap<string, string> {
    const faulty = Object.values(this.#certificates).flatMap((served) =>
      served.fault ? [[served.fault.file, this.#describe(served.fault, served)] as const] : [],
    );
    return new Map([
      ...this.#composition.errors,
      ...faulty,
      ...(this.#unkept ? [['the last good files of the edge', this.#unkept] as const] : []),
    ]);
  }

  readonly refusalOf: RefusalOf = (pair) => this.#validation.certificateRefusal(pair);

  /** Shows what the journal and the engine tell when it begins, so that all who ask before then share one. */
  refresh(): Promise<void> {
    this.#queued ??= this.#inTurn(
      async (secrets) => {
        const refused = this.#refusals();
        await this.#show(await this.#composition.ofAccepted(secrets), refused);
      },
      () => {
        this.#queued = undefined;
      },
    );
    return this.#queued;
  }

  /** After a change of the plan: a service whose settings the edge refuses keeps its last good ones. */
  async adopt(): Promise<void> {
    // what its binary has to say is known before its turn: traffic that goes back must not wait for it
    if (this.#composition.wantsMore)
      await this.#composition.preview(await this.#inTurn(async (present) => present));
    await this.#inTurn(async (secrets) => this.#show(await this.#composition.ofPlan(secrets)));
  }

  /** What the edge would refuse of the plan, by service; nothing is changed. While it is away nobody can tell. */
  async preview(): Promise<string[]> {
    const refused = await this.#composition.preview();
    return [...refused].map(([service, error]) => `${service}: ${error}`);
  }

  async check(release: Release): Promise<void> {
    const secrets = await this.#inTurn(async (present) => present);
    this.#lookAtCertificate(release);
    await this.#composition.check(release, secrets);
  }

  async view(release: Release): Promise<EdgeView> {
    const { admin } = this.#parts;
    const name = clusterName(release.service, release.id);
    const [clusters, answers] = await Promise.all([admin.clusters(), admin.answers(name)]);
    const cluster = clusters.get(name);
    const healthy =
      cluster?.endpoints.filter((endpoint) => endpoint.healthy).map(({ address }) => address) ?? [];
    return {
      healthy,
      activeRequests: cluster?.activeRequests ?? 0,
      totalRequests: cluster?.totalRequests ?? 0,
      ...answers,
    };
  }

  async #secrets(): Promise<ServedSecrets> {
    const secrets = await this.#parts.secrets();
    this.#certificates = secrets.certificates;
    return secrets;
  }

  /** What is broken is mended before more is built on it; going back must wait for nothing. */
  #lookAtCertificate({ restores, settings }: Release): void {
    const names = this.#parts.plan.edge.certificates
      .filter(({ hosts }) => hosts.some((host) => settings.hosts.includes(host)))
      .map(({ name }) => name);
    const broken = names
      .map((name) => this.#certificates[name])
      .find((served) => served?.fault?.of === 'certificate');
    if (broken?.fault && restores === undefined)
      throw new Error(`${broken.fault.file}: ${this.#describe(broken.fault, broken)}`);
  }

  #describe(fault: NonNullable<ServedCertificate['fault']>, served: ServedCertificate): string {
    return describeFault(fault, served, `${this.#parts.plan.prefix}-agent`);
  }

  #inTurn<T>(work: (secrets: EdgeSecrets) => Promise<T>, begin = () => {}): Promise<T> {
    return this.#parts.turns(async () => {
      begin();
      await this.#mend();
      return await work(await this.#secrets());
    });
  }

  /** Stage by stage, each acknowledged; a refusal brings the files before it back. */
  async #show(next: EdgeFiles, refused = this.#refusals()): Promise<void> {
    const { directory } = this.#parts;
    let current = directory.read();
    const before = current;
    try {
      const stages = transition(current, next);
      for (const [index, stage] of stages.entries()) {
        await this.#write(current, stage, await (index === 0 ? refused : this.#refusals()));
        current = stage;
      }
      if (stages.length === 0) await this.#holds(next, await refused);
    } catch (error) {
      if (error instanceof EdgeRefused) await directory.replace(directory.read(), before);
      // It reads all files anew when it comes back, and must not find a stage of the way.
      if (error instanceof EdgeAway) {
        await directory.replace(directory.read(), next);
        directory.remember(next);
      }
      throw error;
    }
    await this.#keepAsGood(next);
  }

  /** What another hand has done to the files is undone before anything is built on them. */
  async #mend(): Promise<void> {
    const mended = await this.#parts.directory.mend();
    if (mended.length > 0) log('files of the edge were damaged, and are as they were last', { mended });
  }

  /** An edge that has started on damaged files may lack what has been mended since; one that is away reads it at its start. */
  async #holds(files: EdgeFiles, refused: Refusals | undefined): Promise<void> {
    if (refused) await this.#acknowledged(files, refused);
  }

  /** Of all that was ever written; undefined while the edge is away. */
  #refusals(): Promise<Refusals | undefined> {
    return this.#parts.admin.refusals().catch(() => undefined);
  }

  /** Only what a start of the edge would need, so that nothing else waits for it: a refresh that waits keeps its own. */
  async #keepAsGood(files: EdgeFiles): Promise<void> {
    this.#parts.directory.remember(files);
    if (this.#queued) return;
    this.#unkept = undefined;
    await this.#parts.directory.keepAsGood(files).catch((error) => {
      this.#unkept = error.message;
    });
  }

  async #write(current: EdgeFiles, next: EdgeFiles, refused: Refusals = new Map()): Promise<void> {
    await this.#parts.directory.replace(current, next);
    await this.#acknowledged(next, refused, changesOnlyEndpoints(current, next));
  }

  /** What can be left is left to a refresh that waits: its files hold these, and the edge takes up to 0.25 s for some. */
  async #acknowledged(files: EdgeFiles, refusedBefore: Refusals, canBeLeft = false): Promise<void> {
    const { clock } = this.#parts;
    const begun = clock.elapsed();
    for (let shown = begun; ; await clock.wait(pollInterval)) {
      if (canBeLeft && this.#queued) return;
      const late = clock.elapsed() > begun + acknowledgeWithin;
      const missing = await this.#missing(files, late);
      if (missing?.length === 0) return;
      await this.#lookForRefusals(files, missing ?? ['any'], refusedBefore);
      if (late)
        throw new Error(`waited ${acknowledgeWithin / 1000} s for the edge to take ${missing?.join(', ')}`);
      if (!missing || clock.elapsed() < shown + showAgainAfter) continue;
      for (const name of missing) await this.#showAgain(name, files[name]);
      shown = clock.elapsed();
    }
  }

  /** Files that the edge has yet to take; undefined while it does not answer. */
  #missing(files: EdgeFiles, late: boolean): Promise<string[] | undefined> {
    return this.#parts.admin.versions().then(
      (versions) => unacknowledged(acknowledgements(files), versions).map(({ file }) => file),
      (error) => (late ? Promise.reject(edgeAway(error)) : undefined),
    );
  }

  async #lookForRefusals(files: EdgeFiles, missing: readonly string[], before: Refusals): Promise<void> {
    const after = await this.#parts.admin.refusals().catch(() => before);
    const refused = newRefusals(before, refusalsOf(files, after));
    if (refused.length > 0) throw await this.#refusal(missing, refused);
  }

  /** Once refused it is not read again, though what it refers to may have come since. */
  async #showAgain(name: string, content = ''): Promise<void> {
    await this.#parts.directory.write(name, content, isSecretFile(name));
  }

  /** Asked at once: the reasons go with the files. */
  async #refusal(missing: readonly string[], refused: readonly string[]): Promise<EdgeRefused> {
    const listeners = new Set((await this.#parts.admin.listenerErrors()).map(describeListener));
    if (listeners.size > 0) return new EdgeRefused(`the edge refuses ${[...listeners].sort().join('; ')}`);
    return new EdgeRefused(`the edge refuses ${missing.join(', ')} (${refused.join(', ')})`);
  }
}

function changesOnlyEndpoints(current: EdgeFiles, next: EdgeFiles): boolean {
  return Object.keys({ ...current, ...next }).every(
    (name) => current[name] === next[name] || isEndpointsFile(name),
  );
}

function edgeAway(error: Error): EdgeAway {
  return new EdgeAway(
    `waited ${acknowledgeWithin / 1000} s for the edge, whose admin interface does not answer (${error.message}); it takes the new files when it is back`,
  );
}

function describeListener({ listener, details }: ListenerError): string {
  const [, address, why] = /^cannot bind '([^']+)': (.*)$/.exec(details) ?? [];
  if (!address) return `its listener ${listener}: ${details}`;
  return `to listen on ${address} for ${listener}: ${why}; end what has the port, or write another one under \`targets\` in the config, and deploy again`;
}
