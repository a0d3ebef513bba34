import type { Plan } from '@causeway/plan';
import type { ReleaseReport } from '@causeway/release';
import { agentOf, ask, orderDeadline } from './agent-client.ts';
import { type Followed, type Following, follow, serviceOf } from './follow.ts';
import { goOn, Interrupted, intercepting, interrupt } from './interruption.ts';
import { isAttended, readKey } from './keyboard.ts';
import { whoAsks } from './person.ts';
import type { Say } from './progress.ts';
import { describeEvent } from './release-report.ts';
import { commandOn } from './target.ts';

const question = 'Ctrl-C: l or Enter leaves it running, a aborts it, w goes on watching';

export type Watching = Pick<Following, 'deadline' | 'known'>;

/** Has the agent do it, and shows it; Ctrl-C asks whether to leave it running, abort it, or go on watching. */
export async function watch(
  plan: Plan,
  request: Followed,
  watching: Watching,
  say: Say,
): Promise<ReleaseReport> {
  const screen = new Screen(say);
  const decision = new Decision(plan, request, screen);
  const following = {
    ...watching,
    say: (line: string) => screen.show(line),
    onEvent: (event: Parameters<Following['onEvent']>[0]) => screen.show(describeEvent(event)),
  };
  const report = await intercepting(
    (signal) => void decision.take(signal),
    () => follow(agentOf(plan), request, following),
  ).finally(() => decision.end());
  if (decision.aborts && report.outcome === 'aborted') interrupt(decision.aborted());
  return report;
}

/** What Ctrl-C means, as the person before it says. */
class Decision {
  readonly #plan: Plan;
  readonly #service: string;
  readonly #step: string;
  /** Milliseconds; of one that has to be confirmed on several hosts. */
  readonly #hold: number | undefined;
  readonly #screen: Screen;
  readonly #ended = new AbortController();
  aborts = false;

  constructor(plan: Plan, request: Followed, screen: Screen) {
    this.#plan = plan;
    this.#service = serviceOf(request);
    this.#step = `${request.op === 'rollback' ? 'Rollback' : 'Release'} of ${this.#service}`;
    this.#hold = request.op === 'release' ? request.wanted.hold : undefined;
    this.#screen = screen;
  }

  async take(signal: NodeJS.Signals): Promise<void> {
    const key = signal === 'SIGINT' && isAttended() ? await this.#screen.ask(this.#ended.signal) : 'l';
    if (this.#ended.signal.aborted) return;
    if (key !== 'a' && key !== 'w') return interrupt(this.#left());
    goOn();
    if (key === 'a') await this.#abort();
    else this.#screen.show('watching on');
  }

  /** The release ended, so there is nothing to ask any more. */
  end(): void {
    this.#ended.abort();
  }

  aborted(): Interrupted {
    return new Interrupted(this.#step, 'it was aborted as you wished');
  }

  #left(): Interrupted {
    if (this.#hold !== undefined) return new Interrupted(this.#step, unconfirmed(this.#hold));
    const command = (words: string) => `\`${commandOn(this.#plan.target, words)}\``;
    return new Interrupted(
      this.#step,
      `the agent goes on with it; watch it with ${command(`release ${this.#service} --attach`)}, end it with ${command(`abort ${this.#service}`)}`,
    );
  }

  async #abort(): Promise<void> {
    this.aborts = true;
    const request = { op: 'abort', service: this.#service, by: whoAsks() } as const;
    const answer = ask(agentOf(this.#plan), request, { deadline: orderDeadline });
    this.#screen.show(
      await answer.then(
        ({ done }) => done,
        (error: Error) => `not aborted: ${error.message}`,
      ),
    );
  }
}

function unconfirmed(hold: number): string {
  return `nobody is left to confirm that all hosts have it, so it goes back by itself ${hold / 1000} s after the last word; look with \`status\``;
}

/** Lines that come while a question is on the screen wait until it is answered. */
class Screen {
  readonly #say: Say;
  #held: string[] | undefined;

  constructor(say: Say) {
    this.#say = say;
  }

  show(line: string): void {
    if (this.#held) this.#held.push(line);
    else this.#say(line);
  }

  async ask(ended: AbortSignal): Promise<string | undefined> {
    this.#held = [];
    // the keyboard listens before anybody knows that it does
    const pressed = readKey(ended);
    this.#say(question);
    const key = await pressed;
    const held = this.#held;
    this.#held = undefined;
    for (const line of held) this.#say(line);
    return key;
  }
}
