import {
  type Challenge,
  composeEdge,
  type EdgeFiles,
  type EdgeSecrets,
  type LiveService,
  renderClusters,
  renderFragment,
  type ServiceClusters,
  type ServiceFragment,
} from '@causeway/edge';
import type { Plan, ServicePlan } from '@causeway/plan';
import { type Journal, liveService, type Release, type Replica } from '@causeway/release';
import type { AcceptedSettings } from './accepted-settings.ts';
import type { EdgeDirectory } from './edge-directory.ts';
import type { EnvoyEdgeValidation } from './envoy-edge-validation.ts';
import { leavingServices } from './leaving-services.ts';
import { BaseRefused, type Offer, type Settled, settle } from './settle.ts';
import { shownCertificate, shownFragments } from './shown-fragment.ts';

export interface CompositionParts {
  readonly plan: Plan;
  readonly directory: EdgeDirectory;
  readonly journal: Journal;
  readonly replicas: () => Promise<readonly Replica[]>;
  readonly accepted: AcceptedSettings;
  /** The proofs that authorities may ask for now. */
  readonly challenges: () => readonly Challenge[];
}

/** What one look at the host has found. */
interface Sight {
  readonly secrets: EdgeSecrets;
  readonly replicas: readonly Replica[];
  readonly shown: ReadonlyMap<string, ServiceFragment>;
}

/** Settings of a service, best first. */
type SettingsOf = (service: ServicePlan) => readonly ServicePlan[];

/** Makes the set of files that the edge takes: of each service the best that goes, and for what does not the reason. */
export class EdgeComposition {
  readonly #parts: CompositionParts;
  readonly #validation: EnvoyEdgeValidation;
  /** Service → why its newest settings are not accepted. */
  readonly #unaccepted = new Map<string, string>();
  /** Service → why not even its accepted ones are shown with what runs now. */
  readonly #unshown = new Map<string, string>();

  constructor(parts: CompositionParts, validation: EnvoyEdgeValidation) {
    this.#parts = parts;
    this.#validation = validation;
  }

  get errors(): ReadonlyMap<string, string> {
    return new Map([...this.#unaccepted, ...this.#unshown]);
  }

  /** The plan has settings that were not accepted yet. */
  get wantsMore(): boolean {
    const { plan, accepted } = this.#parts;
    return plan.services.some((service) => !accepted.has(service));
  }

  /** Of the settings that were accepted before. */
  async ofAccepted(secrets: EdgeSecrets): Promise<EdgeFiles> {
    this.#unshown.clear();
    const sight = await this.#look(secrets);
    const settled = await this.#settle(this.#acceptedSettings, sight, this.#unshown);
    return this.#files(settled.fragments, secrets, this.#leaving(sight));
  }

  /** Of the plan's settings, which are accepted as far as the edge takes them. */
  async ofPlan(secrets: EdgeSecrets): Promise<EdgeFiles> {
    this.#unaccepted.clear();
    this.#unshown.clear();
    const sight = await this.#look(secrets);
    const settled = await this.#settle(this.#plannedSettings, sight, this.#unaccepted);
    const kept = await this.#accept(({ name }) => !this.errors.has(name));
    return kept ? this.#files(settled.fragments, secrets, this.#leaving(sight)) : this.ofAccepted(secrets);
  }

  /** Service → why the edge would refuse its settings in the plan; empty while the edge cannot be asked. */
  async preview(secrets = previewSecrets(this.#parts)): Promise<ReadonlyMap<string, string>> {
    const sight = await this.#look(secrets);
    const offers = this.#parts.plan.services.map((one) =>
      this.#offer(one, this.#plannedSettings(one), sight),
    );
    const refusal = (fragments: readonly ServiceFragment[]) => this.#refusal(fragments, sight.secrets);
    try {
      const errors = new Map(this.#unshown);
      await this.#note(await settle(offers, refusal), this.#plannedSettings, sight, errors);
      return errors;
    } catch (error) {
      return new Map(error instanceof BaseRefused ? [['edge', error.message]] : []);
    }
  }

  /** Throws when the edge would refuse the release, alone or beside what it shows. The set of its switch is known then. */
  async check(release: Release, secrets: EdgeSecrets): Promise<void> {
    const sight = await this.#look(secrets);
    const settings = this.#switchedTo(release);
    const live = liveService(settings.name, this.#switched(release), [
      ...sight.replicas,
      ...started(release),
    ]);
    const own = renderFragment(this.#parts.plan, settings, live, secrets.users);
    const others = [...this.#shownOfPlan(sight)].filter(({ service }) => service !== settings.name);
    const reason = await this.#refusal([...others, own], secrets);
    if (reason !== undefined) throw new Error(await this.#explain(settings, reason, sight, [...others, own]));
  }

  /** What comes back has the routes of now: users and hosts may have gone elsewhere since it was made. */
  #switchedTo({ restores, settings }: Release): ServicePlan {
    const accepted = restores === undefined ? undefined : this.#parts.accepted.of(settings.name);
    return accepted ?? settings;
  }

  readonly #acceptedSettings: SettingsOf = ({ name }) => [this.#parts.accepted.of(name) ?? []].flat();

  readonly #plannedSettings: SettingsOf = (service) =>
    this.#parts.accepted.has(service) ? [service] : [service, ...this.#acceptedSettings(service)];

  async #look(secrets: EdgeSecrets): Promise<Sight> {
    const { directory, replicas } = this.#parts;
    return { secrets, replicas: await replicas(), shown: shownFragments(directory.read()) };
  }

  async #settle(settingsOf: SettingsOf, sight: Sight, errors: Map<string, string>): Promise<Settled> {
    const offers = this.#parts.plan.services.map((service) =>
      this.#offer(service, settingsOf(service), sight),
    );
    const refusal = (fragments: readonly ServiceFragment[]) => this.#refusal(fragments, sight.secrets);
    try {
      const settled = await settle(offers, refusal);
      await this.#note(settled, settingsOf, sight, errors);
      return settled;
    } catch (error) {
      if (error instanceof BaseRefused)
        throw new Error(`the edge refuses what all services share: ${error.message}`);
      return this.#unasked(error as Error, sight);
    }
  }

  /** While the binary cannot be asked, nothing new is good, and what was accepted still is. */
  #unasked(error: Error, sight: Sight): Settled {
    const { plan, accepted } = this.#parts;
    for (const service of plan.services)
      if (!accepted.has(service)) this.#unaccepted.set(service.name, error.message);
    const offers = plan.services.map((service) =>
      this.#offer(service, this.#acceptedSettings(service), sight),
    );
    return {
      fragments: offers.flatMap(({ wanted: [best], shown }) => best ?? shown ?? []),
      refused: new Map(),
    };
  }

  #offer({ name }: ServicePlan, settings: readonly ServicePlan[], sight: Sight): Offer {
    const shown = sight.shown.get(name);
    const wanted = settings.flatMap((one) => this.#rendered(one, sight) ?? []);
    return { service: name, wanted, ...(shown && { shown }) };
  }

  /** Nothing of a service whose journal is damaged, or whose settings ask for what is not there. */
  #rendered(settings: ServicePlan, { secrets, replicas }: Sight): ServiceFragment | undefined {
    try {
      return renderFragment(this.#parts.plan, settings, this.#live(settings.name, replicas), secrets.users);
    } catch (error) {
      this.#unshown.set(settings.name, (error as Error).message);
      return undefined;
    }
  }

  /** As they were accepted and are shown, so that the edge is not asked again: nobody is routed there any more. */
  #leaving({ replicas }: Sight): ServiceClusters[] {
    const { plan, journal, accepted } = this.#parts;
    return leavingServices(plan, journal).map(({ service, settings }) =>
      renderClusters(plan, accepted.of(service) ?? settings, this.#live(service, replicas)),
    );
  }

  #live(service: string, replicas: readonly Replica[]): LiveService {
    return liveService(service, this.#parts.journal.read(service), replicas);
  }

  async #note(
    { refused, fragments }: Settled,
    settingsOf: SettingsOf,
    sight: Sight,
    errors: Map<string, string>,
  ): Promise<void> {
    for (const service of this.#parts.plan.services) {
      const reason = refused.get(service.name);
      const [settings] = settingsOf(service);
      if (reason !== undefined && settings)
        errors.set(service.name, await this.#explain(settings, reason, sight, fragments));
    }
  }

  /** In the words of the service's own settings where they are to blame. */
  async #explain(
    settings: ServicePlan,
    reason: string,
    { replicas, secrets }: Sight,
    beside: readonly ServiceFragment[],
  ): Promise<string> {
    try {
      await this.#validation.check(settings, this.#live(settings.name, replicas), secrets);
    } catch (error) {
      return (error as Error).message;
    }
    return `the edge refuses the settings of ${settings.name} beside those of the others: ${clash(settings, beside) ?? reason}`;
  }

  #refusal(fragments: readonly ServiceFragment[], secrets: EdgeSecrets): Promise<string | undefined> {
    try {
      return this.#validation.refusal(this.#files(fragments, secrets));
    } catch (error) {
      // two services with a cluster of one name
      return Promise.resolve((error as Error).message);
    }
  }

  /** The settings that the plan wants and the edge takes are the last good ones from now on; false when that cannot be written. */
  async #accept(isTaken: (service: ServicePlan) => boolean): Promise<boolean> {
    const { plan, accepted } = this.#parts;
    const fresh = plan.services.filter((service) => !accepted.has(service) && isTaken(service));
    if (fresh.length === 0) return true;
    try {
      await accepted.keep(...fresh);
      return true;
    } catch (error) {
      for (const { name } of fresh) this.#unaccepted.set(name, (error as Error).message);
      return false;
    }
  }

  #shownOfPlan({ shown }: Sight): ServiceFragment[] {
    return this.#parts.plan.services.flatMap(({ name }) => shown.get(name) ?? []);
  }

  /** The journal as it is when the route has just gone over to the release. */
  #switched(release: Release) {
    const { canary: _canary, releases, ...journal } = this.#parts.journal.read(release.service);
    const others = releases.filter(({ id }) => id !== release.id);
    return { ...journal, serving: release.id, releases: [...others, release] };
  }

  #files(
    fragments: readonly ServiceFragment[],
    { certificates }: EdgeSecrets,
    leaving: readonly ServiceClusters[] = [],
  ): EdgeFiles {
    return composeEdge(this.#parts.plan, fragments, certificates, this.#parts.challenges(), leaving);
  }
}

/** Users and certificates are made by a deploy; until then any will do. */
function previewSecrets({ plan, directory }: CompositionParts): EdgeSecrets {
  const users = plan.services.flatMap(({ protect }) => protect.flatMap((path) => path.users));
  const shown = shownCertificate(directory.read());
  return {
    users: Object.fromEntries(users.map((user) => [user, anyHash])),
    certificates: shown ? Object.fromEntries(plan.edge.certificates.map(({ name }) => [name, shown])) : {},
  };
}

const anyHash = Buffer.alloc(20).toString('base64');

/** Its replicas as they will be. */
function started({ service, id, replicas }: Release): Replica[] {
  return replicas.map(({ replica, address }) => ({
    container: `${service}-${id}-${replica}`,
    service,
    release: id,
    replica,
    address,
    state: 'running',
    restarts: 0,
    exitCode: 0,
    startedAt: 0,
  }));
}

/** Names the other service that has one of the hosts. */
function clash({ name, hosts }: ServicePlan, others: readonly ServiceFragment[]): string | undefined {
  for (const { service, https } of others) {
    const host = service === name ? undefined : hosts.find((one) => https.domains.includes(one));
    if (host) return `services.${name}.hosts: ${service} has the host ${host}; write it in one of them`;
  }
  return undefined;
}
