/** What people, or a newer release, ask of one that is under way. */
export type Order =
  | { readonly order: 'abort'; readonly by: string; readonly why?: string }
  | { readonly order: 'rollback'; readonly by: string }
  /** Go on at once: a canary takes all, a bake is over. */
  | { readonly order: 'promote'; readonly by: string }
  /** Every host of the target serves it. */
  | { readonly order: 'confirm'; readonly by: string }
  /** A newer release takes over. */
  | { readonly order: 'supersede'; readonly by: string };

/** Given from outside, looked at by whatever waits. The first is being obeyed, and nothing but an abort counts over it. */
export class Orders {
  readonly #abort = new AbortController();
  #given: Order | undefined;
  #heardAt = 0;
  #arrival = Promise.withResolvers<void>();

  /** Resolves with the next order, so that whoever waits obeys at once. */
  get arrival(): Promise<void> {
    return this.#arrival.promise;
  }

  /** When whoever has to confirm it was heard of last, by the clock that nobody sets; milliseconds. */
  get heardAt(): number {
    return this.#heardAt;
  }

  hear(at: number): void {
    this.#heardAt = at;
  }

  get given(): Order | undefined {
    return this.#given;
  }

  /** Ends what cannot look: a migration's container. */
  get aborted(): AbortSignal {
    return this.#abort.signal;
  }

  give(order: Order): void {
    if (this.#given === undefined || this.#isOverruledBy(order)) this.#given = order;
    this.#arrival.resolve();
    if (this.#given.order === 'abort') this.#abort.abort();
  }

  #isOverruledBy({ order }: Order): boolean {
    return order === 'abort' && this.#given?.order !== 'abort';
  }

  /** Forgets an order that has been obeyed, so that the next step may be given one; what has come since stays. */
  obeyed(order: Order): void {
    if (this.#given !== order) return;
    this.#given = undefined;
    this.#arrival = Promise.withResolvers();
  }

  /** Throws when the release is to end. */
  check(): void {
    if (this.#given?.order === 'abort') throw new Aborted(this.#given.by, this.#given.why);
  }
}

export class Aborted extends Error {
  readonly by: string;

  constructor(by: string, why?: string) {
    super(`aborted by ${by}${why === undefined ? '' : `: ${why}`}`);
    this.by = by;
  }
}
