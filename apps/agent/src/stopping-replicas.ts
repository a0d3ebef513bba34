import { asksToEnd, type ContainerEvent } from '@causeway/docker';

/** An engine that is busy kills later than it was told to. Milliseconds. */
const margin = 5000;

/** Replicas that were told to end and still run: nobody is sent there any more. */
export class StoppingReplicas {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #graceOf: (event: ContainerEvent) => number;

  /** `graceOf`: how long a replica may take to end, milliseconds. */
  constructor(graceOf: (event: ContainerEvent) => number) {
    this.#graceOf = graceOf;
  }

  has(container: string): boolean {
    return this.#timers.has(container);
  }

  /** One that runs on all the same takes requests again; `onForgotten` is called then. */
  take(event: ContainerEvent, onForgotten: () => void): void {
    if (asksToEnd(event)) this.#expectEnd(event, onForgotten);
    if (event.action === 'die' || event.action === 'start') this.#forget(event.name);
  }

  #expectEnd(event: ContainerEvent, onForgotten: () => void): void {
    this.#forget(event.name);
    const late = () => {
      this.#forget(event.name);
      onForgotten();
    };
    this.#timers.set(event.name, setTimeout(late, this.#graceOf(event) + margin).unref());
  }

  #forget(container: string): void {
    clearTimeout(this.#timers.get(container));
    this.#timers.delete(container);
  }
}
