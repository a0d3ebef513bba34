import type { Plan } from '@causeway/plan';
import {
  describeRelease,
  isServing,
  keepImages,
  knownService,
  Releases,
  type Request,
  type Results,
  type SharedSecrets,
  type Tell,
  type WantedHistory,
  type WantedRelease,
} from '@causeway/release';
import pLimit from 'p-limit';
import { apply } from './apply.ts';
import { state } from './environment.ts';
import { forgetCertificates } from './forget-certificates.ts';
import { type Host, type PlannedHost, planHost } from './host.ts';
import { letGo } from './leaving-services.ts';
import { log } from './log.ts';
import { replaceLost, startStopped } from './replace-lost.ts';
import { rotatePassword } from './rotate-password.ts';
import { exportSecrets, importSecrets } from './shared-secrets.ts';
import { StateFile } from './state-file.ts';
import { credentials, status } from './status.ts';
import { Traffic } from './traffic.ts';

type Answer = Results[Request['op']];

/** The agent's operations, under the plan that it was last given. */
export class Operations {
  readonly #host: Host;
  readonly #releases: Releases;
  readonly #traffic: Traffic;
  readonly #planFile = new StateFile(state.plan, isPlan);
  /** Two that find the same replica gone at once would each remove what the other has just made. */
  readonly #oneCatchesUp = pLimit(1);
  #planned: PlannedHost | undefined;

  /** `interrupted` is called when the host fails under us, and only a new start helps. */
  constructor(host: Host, interrupted: (error: Error) => void) {
    this.#host = host;
    this.#releases = new Releases({ context: () => this.#plannedHost(), log, interrupted });
    this.#traffic = new Traffic(host, () => this.#plannedHost());
    const plan = this.#storedPlan();
    if (plan) this.#take(ofThisVersion(plan));
  }

  async answer(request: Request, tell: Tell): Promise<Answer> {
    switch (request.op) {
      case 'apply':
        return this.#apply(request.plan);
      case 'release':
        return this.#releases.release(request.wanted, tell);
      case 'attach':
        return this.#releases.attach(request, tell);
      case 'abort':
        return this.#releases.abort(request);
      case 'promote':
        return this.#releases.promote(request);
      case 'rollback':
        return this.#releases.rollback(request.rollback, tell);
      case 'rollback-preview':
        return this.#releases.previewRollback(request.rollback);
      case 'preview':
        return this.#preview(request.plan, request.wanted);
      case 'pause':
        return this.#traffic.pause(request);
      case 'resume':
        return this.#traffic.resume(request);
      case 'maintenance':
        return this.#traffic.maintenance(request.service, request.wanted);
      case 'history':
        return this.#history(request);
      case 'status':
        return status(this.#host, this.#plannedHost(), this.#releases);
      case 'credentials':
        return credentials(this.#host, this.#plannedHost());
      case 'rotate':
        return rotatePassword(this.#host, this.#plannedHost(), request);
      case 'renew':
        return this.#releases.holds.renew(request);
      case 'confirm':
        return this.#releases.holds.confirm(request);
      case 'export':
        return exportSecrets(this.#host, this.#plannedHost());
      case 'import':
        return this.#import(request.secrets);
      case 'edge':
        return { files: withoutSecrets(this.#host.directory.read()) };
      default:
        throw unknownOperation(request);
    }
  }

  /** Begins to go on with what was interrupted, or to undo it. */
  async resume(): Promise<void> {
    if (!this.#planned) return;
    await this.#traffic.start();
    this.#releases.resume();
  }

  /** Whatever was removed or restored by hand while the agent was away. */
  async keepImages(): Promise<void> {
    if (!this.#planned) return;
    await keepImages(this.#planned, ({ service, version, image }, { message }) =>
      log('the image of a release is gone: to go back to it, build or pull it again', {
        service,
        version,
        image,
        error: message,
      }),
    );
  }

  /** Nobody waits for a release. */
  get idle(): boolean {
    return this.#releases.idle;
  }

  /** Tries again what could not be done, and looks for what was missed. */
  async tidy(): Promise<void> {
    if (this.#planned) {
      this.#releases.resume();
      this.#forgetCertificates(this.#planned);
    }
    await this.catchUp();
  }

  /** Lets services go, makes again what is gone, and brings the edge to what runs now and to settings that it could not take before. */
  catchUp(): Promise<void> {
    return this.#oneCatchesUp(async () => {
      if (!this.#planned) return;
      await letGo(this.#planned.plan, this.#host.journal);
      await replaceLost(this.#planned, this.#host.journal.services());
      await this.#planned.edge.adopt();
      this.#releases.settle();
    });
  }

  /** Gets what certificates are due; several ask at once only for what is still due. */
  async renewCertificates(asked = false): Promise<void> {
    if (this.#planned) await this.#host.renewals.run(this.#planned.plan, asked);
  }

  #forgetCertificates({ plan, ports }: PlannedHost): void {
    const names = forgetCertificates(plan.edge.certificates, this.#host, ports.clock.now());
    if (names.length > 0) log('certificates of hosts that are gone are forgotten', { names });
  }

  async refresh(): Promise<void> {
    await this.#planned?.edge.refresh();
  }

  async #apply(plan: Plan): Promise<Results['apply']> {
    await this.#planFile.write(plan);
    const planned = this.#take(plan);
    const applied = await apply(this.#host, planned, () => this.renewCertificates(true));
    await this.catchUp();
    await startStopped(this.#plannedHost(), this.#host.docker, this.#host.journal.services());
    return applied;
  }

  /** Before the first plan as well, or passwords of its own would be made under it. */
  async #import(secrets: SharedSecrets): Promise<Results['import']> {
    const changed = await importSecrets(this.#host, secrets);
    if (changed) await this.refresh();
    return { changed };
  }

  /** Without one the edge goes on as it is, until somebody deploys. */
  #storedPlan(): Plan | undefined {
    try {
      return this.#planFile.read();
    } catch (error) {
      log('the plan is lost; run "npx nx run stacks:deploy"', { error: (error as Error).message });
      return undefined;
    }
  }

  #take(plan: Plan): PlannedHost {
    const planned = planHost(this.#host, plan);
    this.#host.edge.follow(planned.edge);
    this.#planned = planned;
    return planned;
  }

  /** A service that is gone from the config has a history still. */
  async #history(wanted: WantedHistory): Promise<Results['history']> {
    const history = await this.#host.history.read(wanted);
    const { service, entry } = wanted;
    if (service !== undefined && entry === undefined && history.entries.length === 0)
      knownService(this.#plannedHost().plan, service);
    return history;
  }

  async #preview(plan: Plan, wanted: readonly WantedRelease[]): Promise<Results['preview']> {
    const planned = planHost(this.#host, plan);
    return {
      services: wanted.map((one) => this.#previewRelease(planned.plan, one)),
      refused: this.#planned ? await planned.edge.preview() : [],
    };
  }

  #previewRelease(plan: Plan, one: WantedRelease): Results['preview']['services'][number] {
    const { service } = one;
    const damage = this.#host.journal.damaged.get(service);
    if (damage) return { service, steps: [`none: ${damage}`], unchanged: false };
    const journal = this.#host.journal.read(service);
    const release = this.#releases.wouldBe(one, plan);
    const unchanged = !one.force && isServing(journal, release);
    return { service, steps: unchanged ? [] : describeRelease(journal, release), unchanged };
  }

  #plannedHost(): PlannedHost {
    if (this.#planned) return this.#planned;
    throw new Error('the agent has no plan yet; run "npx nx run stacks:deploy" first');
  }
}

/** One of an earlier version names no certificates: until the next deploy there is the local authority's, as before. */
function ofThisVersion(plan: Plan): Plan {
  const hosts = plan.services.flatMap((service) => service.hosts);
  const certificates: Plan['edge']['certificates'] = [{ name: 'certificate', from: 'local', hosts }];
  return { ...plan, edge: { ...plan.edge, certificates: plan.edge.certificates ?? certificates } };
}

function isPlan(found: unknown): found is Plan {
  const { edge, services } = (found ?? {}) as Partial<Plan>;
  return Array.isArray(services) && typeof edge === 'object';
}

/** A command of another version than the agent's may ask for more. */
function unknownOperation(request: never): Error {
  const { op } = request as Request;
  return new Error(
    `the agent has no operation "${op}"; run "npx nx run stacks:deploy" to bring it up to date`,
  );
}

const secretFields = /("inline_string": ")[^"]*(")/g;

/** Password hashes and keys stand in `inline_string` and nowhere else. */
function withoutSecrets(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, content.replace(secretFields, '$1[redacted]$2')]),
  );
}
