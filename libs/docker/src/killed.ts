import type { ContainerEvent } from './container-events.ts';

const SIGKILL = 9;

/**
 * Tells `docker kill` from `docker stop`: Docker restarts after neither, but only the stop was meant to last.
 * A stop sends SIGTERM before any SIGKILL; a kill's first signal is SIGKILL.
 */
export class KilledContainers {
  readonly #firstSignal = new Map<string, number>();

  /** Takes the next event; true when its container was killed and should be started again. */
  wasKilled({ action, id, signal }: ContainerEvent): boolean {
    if (action === 'kill' && signal !== undefined && !this.#firstSignal.has(id))
      this.#firstSignal.set(id, signal);
    if (action !== 'die') return false;
    const first = this.#firstSignal.get(id);
    this.#firstSignal.delete(id);
    return first === SIGKILL;
  }
}
