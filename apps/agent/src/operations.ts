import type { Plan } from '@causeway/plan';
import {
  describeStep,
  isServing,
  planRelease,
  type Request,
  type Results,
  type Tell,
  type WantedRelease,
} from '@causeway/release';
import pLimit from 'p-limit';
import { apply } from './apply.ts';
import { state } from './environment.ts';
import { type Host, type PlannedHost, planHost } from './host.ts';
import { readJson, writeJson } from './json-file.ts';
import { Releases } from './releases.ts';
import { replaceLost, startStopped } from './replace-lost.ts';
import { credentials, status } from './status.ts';

type Answer = Results[Request['op']];

/** The agent's operations, under the plan that it was last given. */
export class Operations {
  readonly #host: Host;
  readonly #releases: Releases;
  /** Two that find the same replica gone at once would each remove what the other has just made. */
  readonly #oneCatchesUp = pLimit(1);
  #planned: PlannedHost | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#releases = new Releases(host.journal);
    const plan = readJson<Plan>(state.plan);
    if (plan) this.#take(plan);
  }

  async answer(request: Request, tell: Tell): Promise<Answer> {
    switch (request.op) {
      case 'apply':
        return this.#apply(request.plan);
      case 'release':
        return this.#releases.release(this.#plannedHost(), request.wanted, tell);
      case 'preview':
        return this.#preview(request.plan, request.wanted);
      case 'status':
        return status(this.#host, this.#plannedHost(), this.#releases);
      case 'credentials':
        return credentials(this.#host, this.#plannedHost());
      case 'edge':
        return { files: withoutSecrets(this.#host.directory.read()) };
      default:
        throw unknownOperation(request);
    }
  }

  /** Ends or undoes what was interrupted; the engine may have restarted meanwhile. */
  async resume(): Promise<void> {
    if (!this.#planned) return;
    this.#releases.resume(this.#planned);
    await this.catchUp();
  }

  /** Makes again what is gone, and brings the edge to what runs now and to settings that it could not take before. */
  catchUp(): Promise<void> {
    return this.#oneCatchesUp(async () => {
      if (!this.#planned) return;
      await replaceLost(this.#planned, this.#host.journal.services());
      await this.#planned.edge.adopt();
    });
  }

  async refresh(): Promise<void> {
    await this.#planned?.edge.refresh();
  }

  async #apply(plan: Plan): Promise<Results['apply']> {
    await writeJson(state.plan, plan);
    const applied = await apply(this.#host, this.#take(plan));
    await this.catchUp();
    await startStopped(this.#plannedHost(), this.#host.docker, this.#host.journal.services());
    return applied;
  }

  #take(plan: Plan): PlannedHost {
    const planned = planHost(this.#host, plan);
    this.#host.edge.follow(planned.edge);
    this.#planned = planned;
    return planned;
  }

  #preview(plan: Plan, wanted: readonly WantedRelease[]): Results['preview'] {
    const planned = planHost(this.#host, plan);
    return {
      services: wanted.map((one) => {
        const journal = this.#host.journal.read(one.service);
        const release = this.#releases.wouldBe(planned, one);
        const unchanged = !one.force && isServing(journal, release);
        const steps = unchanged ? [] : planRelease(journal, release).map(describeStep);
        return { service: one.service, steps, unchanged };
      }),
    };
  }

  #plannedHost(): PlannedHost {
    if (this.#planned) return this.#planned;
    throw new Error('the agent has no plan yet; run "npx nx run stacks:deploy" first');
  }
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
