import {
  acknowledgements,
  type Challenge,
  clusterName,
  composeEdge,
  type EdgeFiles,
  type EdgeSecrets,
  type ListenerError,
  type LiveService,
  newRefusals,
  renderFragment,
  type ServiceFragment,
  transition,
  unacknowledged,
} from '@causeway/edge';
import type { ServicePlan } from '@causeway/plan';
import {
  type Clock,
  type EdgeControl,
  type EdgeView,
  type Journal,
  liveService,
  type Release,
  type Replica,
} from '@causeway/release';
import type { LimitFunction } from 'p-limit';
import type { AcceptedSettings } from './accepted-settings.ts';
import type { ServedCertificate } from './certificate.ts';
import { describeFault } from './certificate-fault.ts';
import type { ServedCertificates } from './certificates.ts';
import type { EdgeAdmin } from './edge-admin.ts';
import { EnvoyEdgeValidation, type ValidationParts } from './envoy-edge-validation.ts';
import { shownFragment } from './shown-fragment.ts';

/** Seen: 12 ms in the median, 37 ms at most. A starting edge takes a second or two. */
const acknowledgeWithin = 10_000;
const pollInterval = 5;

/** With what is known of the certificates beyond what the edge needs. */
type ServedSecrets = EdgeSecrets & { readonly certificates: ServedCertificates };

export interface EdgeParts extends ValidationParts {
  readonly admin: EdgeAdmin;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly replicas: () => Promise<readonly Replica[]>;
  readonly secrets: () => Promise<ServedSecrets>;
  /** The proofs that authorities may ask for now. */
  readonly challenges: () => readonly Challenge[];
  readonly accepted: AcceptedSettings;
  /** One writer at a time, over changes of the plan. */
  readonly turns: LimitFunction;
}

class EdgeRefused extends Error {}
class EdgeAway extends Error {}

/** Keeps the edge's files true to the journal and to what runs. */
export class EnvoyEdge implements EdgeControl {
  readonly #parts: EdgeParts;
  readonly #validation: EnvoyEdgeValidation;
  readonly #errors = new Map<string, string>();
  #certificates: ServedCertificates = {};

  constructor(parts: EdgeParts) {
    this.#parts = parts;
    this.#validation = new EnvoyEdgeValidation(parts);
  }

  /** Service, or file or host of a certificate → why its newest settings, or that certificate, are not served. */
  get errors(): ReadonlyMap<string, string> {
    const faulty = Object.values(this.#certificates).flatMap((served) =>
      served.fault ? [[served.fault.file, this.#describe(served.fault, served)] as const] : [],
    );
    return new Map([...this.#errors, ...faulty]);
  }

  refresh(): Promise<void> {
    return this.#parts.turns(async () => this.#show(await this.#files()));
  }

  /** After a change of the plan: each service's settings are validated alone, and a broken one keeps its last good ones. */
  adopt(): Promise<void> {
    return this.#parts.turns(async () => {
      for (const service of this.#parts.plan.services) await this.#tryOut(service);
      await this.#show(await this.#files());
    });
  }

  async check(release: Release): Promise<void> {
    const endpoints = release.replicas.map((replica) => ({ ...replica, port: release.settings.port }));
    const { health, protocol } = release.settings;
    const live: LiveService = {
      service: release.service,
      serving: release.id,
      releases: [
        {
          release: release.id,
          version: release.version,
          ...(health && { health }),
          ...(protocol && { protocol }),
          endpoints,
        },
      ],
    };
    await this.#parts.turns(async () => {
      const secrets = await this.#secrets();
      this.#lookAtCertificate(release);
      await this.#validation.check(release.settings, live, secrets);
    });
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

  async #tryOut(service: ServicePlan): Promise<void> {
    const { accepted, replicas } = this.#parts;
    this.#errors.delete(service.name);
    if (accepted.has(service)) return;
    try {
      const live = this.#live(service.name, await replicas());
      await this.#validation.check(service, live, await this.#secrets());
      await accepted.keep(service);
    } catch (error) {
      this.#errors.set(service.name, (error as Error).message);
    }
  }

  async #files(): Promise<EdgeFiles> {
    const { plan, accepted } = this.#parts;
    const replicas = await this.#parts.replicas();
    const settings = plan.services.map(({ name }) => accepted.of(name)).filter((one) => one !== undefined);
    const fragments = await Promise.all(settings.map((service) => this.#acceptedFragment(service, replicas)));
    return composeEdge(
      plan,
      fragments.filter((fragment) => fragment !== undefined),
      (await this.#secrets()).certificates,
      this.#parts.challenges(),
    );
  }

  /** A service whose journal is damaged keeps what the edge shows of it, and stands in no other's way. */
  async #acceptedFragment(service: ServicePlan, replicas: readonly Replica[]) {
    const live = this.#liveIfSound(service.name, replicas);
    return live ? this.#fragment(service, live) : shownFragment(this.#parts.directory.read(), service.name);
  }

  #liveIfSound(service: string, replicas: readonly Replica[]): LiveService | undefined {
    try {
      return this.#live(service, replicas);
    } catch (error) {
      this.#errors.set(service, (error as Error).message);
      return undefined;
    }
  }

  #live(service: string, replicas: readonly Replica[]): LiveService {
    return liveService(service, this.#parts.journal.read(service), replicas);
  }

  async #fragment(service: ServicePlan, live: LiveService): Promise<ServiceFragment> {
    return renderFragment(this.#parts.plan, service, live, (await this.#secrets()).users);
  }

  async #secrets(): Promise<ServedSecrets> {
    const secrets = await this.#parts.secrets();
    this.#certificates = secrets.certificates;
    return secrets;
  }

  /** What is broken is mended before more is built on it; going back must wait for nothing. */
  #lookAtCertificate({ restores }: Release): void {
    const broken = Object.values(this.#certificates).find(({ fault }) => fault?.of === 'certificate');
    if (broken?.fault && restores === undefined)
      throw new Error(`${broken.fault.file}: ${this.#describe(broken.fault, broken)}`);
  }

  #describe(fault: NonNullable<ServedCertificate['fault']>, served: ServedCertificate): string {
    return describeFault(fault, served, `${this.#parts.plan.prefix}-agent`);
  }

  /** Stage by stage, each acknowledged; a refusal brings the files before it back. */
  async #show(next: EdgeFiles): Promise<void> {
    const { directory } = this.#parts;
    let current = directory.read();
    const before = current;
    try {
      for (const stage of transition(current, next)) {
        await this.#write(current, stage);
        current = stage;
      }
    } catch (error) {
      if (error instanceof EdgeRefused) await directory.replace(directory.read(), before);
      // It reads all files anew when it comes back, and must not find a stage of the way.
      if (error instanceof EdgeAway) await directory.replace(directory.read(), next);
      throw error;
    }
  }

  async #write(current: EdgeFiles, next: EdgeFiles): Promise<void> {
    const { admin, directory } = this.#parts;
    const refused = await admin.refusals().catch(() => new Map<string, number>());
    await directory.replace(current, next);
    await this.#acknowledged(next, refused);
  }

  async #acknowledged(files: EdgeFiles, refusedBefore: ReadonlyMap<string, number>): Promise<void> {
    const { admin, clock } = this.#parts;
    const wanted = acknowledgements(files);
    const deadline = clock.now() + acknowledgeWithin;
    for (;;) {
      const late = clock.now() > deadline;
      const missing = await admin.versions().then(
        (versions) => unacknowledged(wanted, versions).map(({ file }) => file),
        (error) => (late ? Promise.reject(edgeAway(error)) : ['any']),
      );
      if (missing.length === 0) return;
      const refused = newRefusals(refusedBefore, await admin.refusals().catch(() => refusedBefore));
      if (refused.length > 0) throw await this.#refusal(missing, refused);
      if (late)
        throw new Error(`waited ${acknowledgeWithin / 1000} s for the edge to take ${missing.join(', ')}`);
      await clock.wait(pollInterval);
    }
  }

  /** Asked at once: the reasons go with the files. */
  async #refusal(missing: readonly string[], refused: readonly string[]): Promise<EdgeRefused> {
    const listeners = new Set((await this.#parts.admin.listenerErrors()).map(describeListener));
    if (listeners.size > 0) return new EdgeRefused(`the edge refuses ${[...listeners].sort().join('; ')}`);
    return new EdgeRefused(`the edge refuses ${missing.join(', ')} (${refused.join(', ')})`);
  }
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
