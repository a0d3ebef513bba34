import { setTimeout as pause } from 'node:timers/promises';
import type { ProgressEvent, ReleaseReport, Request } from '@causeway/release';
import { AgentLost, type AgentProgram, ask } from './agent-client.ts';
import { Failure } from './failure.ts';
import { interruption } from './interruption.ts';
import type { Say } from './progress.ts';

/** How long to go without a word from the agent; its guard starts a lost one within seconds. */
const patience = 60_000;
const lookAgainAfter = 500;

export type Followed = Extract<Request, { op: 'release' | 'rollback' | 'attach' }>;

export interface Following {
  /** Of one conversation, milliseconds. */
  readonly deadline: number;
  readonly onEvent: (event: ProgressEvent) => void;
  /** About the connection. */
  readonly say: Say;
  /** Versions that there were before the request; needed only where asking twice would do it twice. */
  readonly known?: ReadonlySet<string>;
  /** Milliseconds. */
  readonly patience?: number;
}

/** Has the agent do it, and takes the thread up again when the connection or the agent is lost on the way. */
export async function follow(
  agent: AgentProgram,
  request: Followed,
  following: Following,
): Promise<ReleaseReport> {
  const thread = new Thread(agent, request, following);
  let answer = await thread.begin();
  while (answer instanceof AgentLost) {
    await thread.waitAfter(answer);
    answer = await thread.takeUp();
  }
  return answer;
}

class Thread {
  readonly #agent: AgentProgram;
  readonly #request: Followed;
  readonly #following: Following;
  /** What the agent calls it, once it has said so. */
  #release: string | undefined;
  #newestEvent = 0;
  #lostAt: number | undefined;

  constructor(agent: AgentProgram, request: Followed, following: Following) {
    this.#agent = agent;
    this.#request = request;
    this.#following = following;
    if (request.op === 'attach') this.#release = request.release;
  }

  async begin(): Promise<ReleaseReport | AgentLost> {
    const answer = await this.#converse(this.#request);
    if (answer instanceof AgentLost && answer.absent) throw answer;
    return answer;
  }

  takeUp(): Promise<ReleaseReport | AgentLost> {
    if (this.#release) return this.#converse(this.#attachment(this.#release));
    return isRepeatable(this.#request) ? this.#converse(this.#request) : this.#askUnlessBegun();
  }

  async waitAfter(lost: AgentLost): Promise<void> {
    if (this.#lostAt === undefined)
      this.#following.say(`the agent is away, attaching again: ${lost.message}`);
    this.#lostAt ??= Date.now();
    const { patience: longest = patience } = this.#following;
    if (Date.now() - this.#lostAt > longest) throw this.#giveUp(lost, longest);
    await pause(lookAgainAfter, undefined, { signal: interruption }).catch(() => undefined);
    interruption.throwIfAborted();
  }

  /** What would be done twice is asked for again only if the agent never heard of it. */
  async #askUnlessBegun(): Promise<ReleaseReport | AgentLost> {
    const last = await this.#converse(this.#attachment()).catch((error) => {
      if (error instanceof Failure) return undefined;
      throw error;
    });
    const unheard = !last || ('version' in last && this.#following.known?.has(last.version));
    return unheard ? await this.#converse(this.#request) : last;
  }

  #attachment(release?: string): Followed {
    const request = this.#request;
    const wait = request.op === 'release' ? request.wanted.wait : request.op === 'attach' && request.wait;
    return { op: 'attach', service: serviceOf(request), ...(release && { release }), ...(wait && { wait }) };
  }

  async #converse(request: Followed): Promise<ReleaseReport | AgentLost> {
    const heardBefore = this.#newestEvent;
    const onEvent = (event: ProgressEvent) => event.at > heardBefore && this.#hear(event);
    try {
      return await ask(this.#agent, request, { deadline: this.#following.deadline, onEvent });
    } catch (error) {
      if (error instanceof AgentLost) return error;
      throw error;
    }
  }

  #hear(event: ProgressEvent): void {
    this.#release ??= event.release;
    this.#newestEvent = Math.max(this.#newestEvent, event.at);
    this.#lostAt = undefined;
    this.#following.onEvent(event);
  }

  #giveUp(lost: AgentLost, longest: number): Failure {
    const service = serviceOf(this.#request);
    return new Failure(
      'unreachable',
      `${service}: no word from the agent for ${longest / 1000} s (${lost.message})\n` +
        `What it has begun it finishes or undoes by itself as soon as it runs again: watch it with \`release ${service} --attach\`, and look at what is in its way with \`logs agent\`; \`deploy\` starts it`,
    );
  }
}

/** Asked once more, the agent joins what runs, and calls what serves unchanged. */
export function isRepeatable(request: Followed): boolean {
  switch (request.op) {
    case 'release':
      return !request.wanted.force;
    // without a version the second would go back one more
    case 'rollback':
      return request.rollback.to !== undefined;
    case 'attach':
      return true;
    default:
      return request satisfies never;
  }
}

export function serviceOf(request: Followed): string {
  switch (request.op) {
    case 'release':
      return request.wanted.service;
    case 'rollback':
      return request.rollback.service;
    case 'attach':
      return request.service;
    default:
      return request satisfies never;
  }
}
