import type { Challenge } from '@causeway/edge';

/** The proofs that authorities may ask the edge for now. None outlives the agent: an order that goes on shows its own again. */
export class Challenges {
  readonly #shown = new Set<Challenge>();
  readonly #show: () => Promise<void>;

  /** `show` returns once the edge has taken them. */
  constructor(show: () => Promise<void>) {
    this.#show = show;
  }

  shown(): Challenge[] {
    return [...this.#shown];
  }

  async during(challenge: Challenge, work: () => Promise<void>): Promise<void> {
    this.#shown.add(challenge);
    try {
      await this.#show();
      await work();
    } finally {
      this.#shown.delete(challenge);
      // the edge may be what failed; the next refresh takes it away then
      await this.#show().catch(() => {});
    }
  }
}
