import type { ServerResponse } from 'node:http';

/** Which requests this process has in hand, and whether it is finishing them in order to stop. */
export class Drain {
  #preparing = false;
  readonly #stop = new AbortController();
  readonly #startedAt = new Map<ServerResponse, number>();

  get preparing(): boolean {
    return this.#preparing;
  }

  prepare(): void {
    this.#preparing = true;
  }

  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** For what could go on for ever. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#preparing = true;
    this.#stop.abort();
  }

  /** Counts a request until its answer is out or its client is gone. */
  begin(response: ServerResponse): void {
    this.#startedAt.set(response, performance.now());
    response.once('close', () => this.#startedAt.delete(response));
  }

  /** Requests in hand, and the age of the oldest in milliseconds. */
  get left(): { readonly requests: number; readonly oldestMs: number } {
    const [oldest] = this.#startedAt.values();
    return {
      requests: this.#startedAt.size,
      oldestMs: oldest === undefined ? 0 : Math.round(performance.now() - oldest),
    };
  }
}
