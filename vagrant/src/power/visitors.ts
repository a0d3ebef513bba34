import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Site } from './site.ts';

/** As many writes in flight at any time. */
const visitorCount = 4;

/** Between two attempts while nobody answers. Milliseconds. */
const breath = 50;

/** People who write without end and remember what was confirmed. */
export class Visitors {
  /** Ids whose write was answered with 201. */
  readonly confirmed = new Set<string>();
  readonly #site: Site;
  readonly #leaving = new AbortController();
  readonly #visits: readonly Promise<void>[];

  constructor(site: Site) {
    this.#site = site;
    this.#visits = Array.from({ length: visitorCount }, () => this.#visit());
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await Promise.all(this.#visits);
  }

  async #visit(): Promise<void> {
    while (!this.#leaving.signal.aborted) if (!(await this.#write())) await pause(breath);
  }

  async #write(): Promise<boolean> {
    const id = randomUUID();
    const answer = await this.#site
      .ask({ method: 'POST', path: '/writes', json: { id } })
      .catch(() => undefined);
    if (answer?.status !== 201) return false;
    this.confirmed.add(id);
    return true;
  }
}
