import type { Replica } from '../ports.ts';
import type { HookAnswer } from '../protocol.ts';
import { askHook, tryHook } from './hook.ts';
import { hookTimeout as prepareTimeout } from './prepare.ts';
import { ownReplicas, type StepContext } from './step.ts';

const hookTimeout = 2000;

/** How often the engine is asked whether a replica that is not done runs, and since when. Milliseconds. */
const lookInterval = 1000;

/** Of a hook that says one thing and another by turns. */
const mostAnswers = 50;

/** Asks the old replicas whether they may be stopped. */
export class ReadyHook {
  readonly #context: StepContext;
  /** Replica → when it answered to `deploy.prepare`; what answers now may have begun after that. */
  readonly #prepared: Map<number, number>;
  readonly #answers: HookAnswer[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** As the engine said last; absent while it does not. */
  #lives: readonly Replica[] | undefined;

  constructor(context: StepContext) {
    this.#context = context;
    const { answers = [] } = context.release.steps.findLast(({ step }) => step === 'prepare') ?? {};
    this.#prepared = new Map(answers.filter(isAnswered).map(({ replica, at }) => [replica, at]));
  }

  /** Each that differed from the one before of the same replica. */
  get answers(): readonly HookAnswer[] {
    return this.#answers;
  }

  async missing(): Promise<string | undefined> {
    const { release } = this.#context;
    const { ready } = release.settings.deploy;
    if (!ready) return undefined;
    const tries = await Promise.all(
      release.replicas.map((replica) => tryHook(this.#context, replica, ready, hookTimeout)),
    );
    for (const { answer } of tries) this.#keep(answer);
    // where nobody listens any more, nothing is in hand
    const open = tries.flatMap(({ answer, refused }) => (refused || answer.status === 200 ? [] : [answer]));
    if (open.length > 0) await this.#look(open);
    return open.filter((answer) => isAnswered(answer) || this.#mayRun(answer)).map(describe)[0];
  }

  async #look(open: readonly HookAnswer[]): Promise<void> {
    const { ports, release } = this.#context;
    if (ports.clock.elapsed() - this.#lookedAt < lookInterval) return;
    this.#lookedAt = ports.clock.elapsed();
    this.#lives = await ownReplicas(this.#context, release).catch(() => undefined);
    await this.#prepareNewLives(open.filter(isAnswered));
  }

  #mayRun({ replica }: HookAnswer): boolean {
    return (
      this.#lives === undefined ||
      this.#lives.some((one) => one.replica === replica && one.state === 'running')
    );
  }

  /** A replica that crashed or was killed has been started again since, and would wait for its word for ever. */
  async #prepareNewLives(unfinished: readonly HookAnswer[]): Promise<void> {
    const { prepare } = this.#context.release.settings.deploy;
    if (!prepare) return;
    const born = (replica: number) => this.#lives?.find((one) => one.replica === replica)?.startedAt;
    const unprepared = unfinished.filter(({ replica }) => this.#isUnprepared(replica, born(replica)));
    await Promise.all(unprepared.map(({ replica }) => this.#prepare(replica, prepare)));
  }

  /** Nothing is known of it while the engine does not say when it began. */
  #isUnprepared(replica: number, startedAt: number | undefined): boolean {
    const at = this.#prepared.get(replica);
    return startedAt !== undefined && (at === undefined || at <= startedAt);
  }

  async #prepare(wanted: number, hook: string): Promise<void> {
    const address = this.#context.release.replicas.find(({ replica }) => replica === wanted);
    if (!address) return;
    const answer = await askHook(this.#context, address, hook, prepareTimeout);
    this.#keep(answer);
    if (isAnswered(answer)) this.#prepared.set(wanted, answer.at);
  }

  #keep(answer: HookAnswer): void {
    const { replica, hook, status } = answer;
    const last = this.#answers.findLast((one) => one.replica === replica && one.hook === hook);
    if ((last && last.status === status) || this.#answers.length >= mostAnswers) return;
    this.#answers.push(answer);
  }
}

function describe({ replica, hook, status, said }: HookAnswer): string {
  if (status === undefined) return `replica ${replica} does not answer to ${hook}: ${said}`;
  return `replica ${replica} answers ${status} ${said}`.trim();
}

function isAnswered({ status }: HookAnswer): boolean {
  return status !== undefined;
}
