import type { ContainerEvent } from './container-events.ts';

const SIGKILL = 9;
/** SIGHUP, SIGUSR1 and SIGUSR2 tell a program something; any other signal asks it to end. */
const talking: ReadonlySet<number> = new Set([1, 10, 12]);

/** A container that was asked to end, and still runs until it dies. */
export function asksToEnd({ action, signal }: Pick<ContainerEvent, 'action' | 'signal'>): boolean {
  return action === 'kill' && signal !== undefined && !talking.has(signal);
}

/**
 * Tells `docker kill` from `docker stop`: Docker restarts after neither, but only the stop was meant to last.
 * A stop sends the stop signal before any SIGKILL; a kill's first signal is SIGKILL.
 */
export class KilledContainers {
  readonly #firstSignal = new Map<string, number>();

  /** Takes the next event; true when its container was killed and should be started again. */
  wasKilled(event: ContainerEvent): boolean {
    const { action, id, signal } = event;
    if (asksToEnd(event) && !this.#firstSignal.has(id)) this.#firstSignal.set(id, signal ?? SIGKILL);
    if (action !== 'die') return false;
    const first = this.#firstSignal.get(id);
    this.#firstSignal.delete(id);
    return first === SIGKILL;
  }
}
