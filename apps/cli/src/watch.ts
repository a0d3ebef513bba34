import type { Plan } from '@causeway/plan';
import type { ReleaseReport } from '@causeway/release';
import { abortOn } from './abort.ts';
import { agentOf } from './agent-client.ts';
import { type Followed, type Following, follow, serviceOf } from './follow.ts';
import { goOn, Interrupted, intercepting, interrupt } from './interruption.ts';
import { isAttended, readKey } from './keyboard.ts';
import type { Say } from './progress.ts';
import { describeEvent } from './release-report.ts';
import { commandOn } from './target.ts';

export type Watching = Pick<Following, 'deadline' | 'known'> & AmongHosts;

/** What a release on one host of several has to do with the others. */
export interface AmongHosts {
  /** How other hosts become like this one, where the end of this command leaves them as they are. */
  readonly elsewhere?: string;
  /** On all hosts that have it; here alone unless it is said. Gives what was done. */
  readonly abort?: () => Promise<string>;
}

/** Has the agent do it, and shows it; Ctrl-C asks whether to leave it running, abort it, or go on watching. */
export async function watch(
  plan: Plan,
  request: Followed,
  watching: Watching,
  say: Say,
): Promise<ReleaseReport> {
  const screen = new Screen(say);
  const decision = new Decision(plan, request, { ...watching, screen });
  const following = {
    ...watching,
    say: (line: string) => screen.show(line),
    onEvent: (event: Parameters<Following['onEvent']>[0]) => screen.show(describeEvent(event)),
  };
  const report = await intercepting(
    (signal) => void decision.take(signal),
    () => follow(agentOf(plan), request, following),
  ).finally(() => decision.end());
  // whoever holds other hosts takes them back first
  const ends = decision.aborts && report.outcome === 'aborted' && !decision.isHeld;
  if (ends) interrupt(decision.aborted());
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
  readonly #elsewhere: string | undefined;
  readonly #abortAll: () => Promise<string>;
  readonly #ended = new AbortController();
  aborts = false;

  constructor(plan: Plan, request: Followed, { screen, elsewhere, abort }: Surroundings) {
    this.#plan = plan;
    this.#elsewhere = elsewhere;
    this.#abortAll = abort ?? (async () => (await abortOn(plan, this.#service)).done);
    this.#service = serviceOf(request);
    this.#step = `${request.op === 'rollback' ? 'Rollback' : 'Release'} of ${this.#service}`;
    this.#hold = request.op === 'release' ? request.wanted.hold : undefined;
    this.#screen = screen;
  }

  /** Whether other hosts wait for it. */
  get isHeld(): boolean {
    return this.#hold !== undefined;
  }

  async take(signal: NodeJS.Signals): Promise<void> {
    const question = questionWhere(this.isHeld);
    const asks = signal === 'SIGINT' && isAttended();
    const key = asks ? await this.#screen.ask(question, this.#ended.signal) : 'l';
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
    return new Interrupted(this.#step, this.#andElsewhere('it was aborted as you wished'));
  }

  #left(): Interrupted {
    if (this.#hold !== undefined) return new Interrupted(this.#step, unconfirmed(this.#hold));
    const command = (words: string) => `\`${commandOn(this.#plan.target, words)}\``;
    const stands = `the agent goes on with it; watch it with ${command(`release ${this.#service} --attach`)}, end it with ${command(`abort ${this.#service}`)}`;
    return new Interrupted(this.#step, this.#andElsewhere(stands));
  }

  #andElsewhere(stands: string): string {
    return this.#elsewhere === undefined ? stands : `${stands}; ${this.#elsewhere}`;
  }

  async #abort(): Promise<void> {
    this.aborts = true;
    this.#screen.show(await this.#abortAll().catch((error: Error) => `not aborted: ${error.message}`));
  }
}

interface Surroundings extends AmongHosts {
  readonly screen: Screen;
}

function questionWhere(isHeld: boolean): string {
  const leaves = isHeld ? 'leaves it, and all hosts go back' : 'leaves it running';
  return `Ctrl-C: l or Enter ${leaves}, a aborts it, w goes on watching`;
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

  async ask(question: string, ended: AbortSignal): Promise<string | undefined> {
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
