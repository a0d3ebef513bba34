import { constants } from 'node:os';
import type { ContainerEvent } from './container-events.ts';

const { SIGINT, SIGKILL, SIGTERM } = constants.signals;
const ending: ReadonlySet<number> = new Set([SIGINT, SIGKILL, SIGTERM]);

/**
 * A container that was asked to end, and still runs until it dies. What is not for its end only tells it something, such as
 * SIGQUIT, on which many print what they do at the moment.
 */
export function asksToEnd({
  action,
  signal,
  stopSignal,
}: Pick<ContainerEvent, 'action' | 'signal' | 'stopSignal'>): boolean {
  return action === 'kill' && signal !== undefined && (ending.has(signal) || signal === stopSignal);
}

/** It asks every program to end, whatever its image says. */
export function alwaysEnds(signal: number): boolean {
  return ending.has(signal);
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
