import { judge, nameError } from './failure.ts';
import type { LoadPlan, Observation, StreamPlan } from './load-plan.ts';
import { transports } from './transports/index.ts';
import { type Client, type OutgoingRequest, seenIn } from './transports/transport.ts';

interface Member {
  readonly number: number;
  readonly client: Client;
}

/** The clients of one stream: each due request goes to the one that has been idle longest, or waits for the first. */
export class Crew {
  readonly #plan: LoadPlan;
  readonly #stream: StreamPlan;
  readonly #record: (observation: Observation) => void;
  readonly #members: readonly Member[];
  readonly #idle: Member[];
  readonly #waiting: number[] = [];
  readonly #busy = new Set<Promise<void>>();
  #count = 0;

  constructor(
    plan: LoadPlan,
    stream: StreamPlan,
    firstNumber: number,
    record: (observation: Observation) => void,
  ) {
    this.#plan = plan;
    this.#stream = stream;
    this.#record = record;
    this.#members = Array.from({ length: stream.clients }, (_, index) => ({
      number: firstNumber + index,
      client: transports[stream.transport]({ ...plan, ...(stream.origin && { origin: stream.origin }) }),
    }));
    this.#idle = Array.from({ length: stream.parallel }, () => this.#members).flat();
  }

  offer(due: number): void {
    this.#waiting.push(due);
    this.#work();
  }

  /** Ends when every request that was offered has its answer or its failure. */
  async finish(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy);
    await Promise.all(this.#members.map(({ client }) => client.close()));
  }

  #work(): void {
    while (this.#waiting.length > 0 && this.#idle.length > 0) {
      const serving = this.#serve(this.#idle.shift() as Member, this.#waiting.shift() as number).finally(
        () => {
          this.#busy.delete(serving);
        },
      );
      this.#busy.add(serving);
    }
  }

  async #serve(member: Member, due: number): Promise<void> {
    const id = this.#nextId();
    const sent = performance.now();
    const outcome = await this.#outcome(member.client, id);
    const ended = performance.now();
    this.#record({
      stream: this.#stream.name,
      client: member.number,
      due,
      sent,
      ended,
      at: Date.now(),
      id,
      ...outcome,
    });
    this.#idle.push(member);
    this.#work();
  }

  #nextId(): string | undefined {
    const { request } = this.#stream;
    return request.method === 'POST' ? `${request.run}-${this.#count++}` : undefined;
  }

  async #outcome(client: Client, id: string | undefined): Promise<Partial<Observation>> {
    try {
      const answer = await client.send(this.#request(id));
      return { ...seenIn(answer.headers), failure: judge(answer, this.#stream.expect, id) };
    } catch (error) {
      return { failure: nameError(error) };
    }
  }

  #request(id = ''): OutgoingRequest {
    const { request } = this.#stream;
    const signal = AbortSignal.timeout(this.#plan.timeout);
    if (request.method === 'GET') return { ...request, signal };
    return { method: 'POST', path: request.path, body: record(id, request.bytes), signal };
  }
}

function record(id: string, bytes: number): string {
  const empty = JSON.stringify({ id, payload: '' });
  return JSON.stringify({ id, payload: 'x'.repeat(Math.max(0, bytes - empty.length)) });
}
