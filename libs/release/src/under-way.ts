import type { Orders } from './orders.ts';
import type { ProgressEvent, ReleaseReport } from './protocol.ts';
import type { Release } from './release.ts';
import type { Tell } from './run-release.ts';

/** More events than a release has; a canary that waits for days must not fill the memory. */
const mostEvents = 1000;

/** A release that goes live or bakes, with everybody who looks on; whoever comes later hears what was before. */
export class UnderWay {
  readonly release: Release;
  readonly orders: Orders;
  readonly done: Promise<ReleaseReport>;
  readonly #events: ProgressEvent[] = [];
  readonly #listeners = new Set<Tell>();

  constructor(release: Release, orders: Orders, work: (tell: Tell) => Promise<ReleaseReport>) {
    this.release = release;
    this.orders = orders;
    this.done = work((event) => this.#tell(event));
    // whoever waits hears of it; without anybody it is no unhandled rejection
    this.done.catch(() => {});
  }

  get last(): ProgressEvent | undefined {
    return this.#events.at(-1);
  }

  async follow(tell: Tell): Promise<ReleaseReport> {
    for (const event of this.#events) tell(event);
    this.#listeners.add(tell);
    return this.done.finally(() => this.#listeners.delete(tell));
  }

  #tell(event: ProgressEvent): void {
    this.#events.push(event);
    if (this.#events.length > mostEvents) this.#events.shift();
    for (const tell of this.#listeners) tell(event);
  }
}
