import { Obstacle } from './obstacle.ts';
import type { Context } from './ports.ts';
import type { Asked } from './protocol.ts';
import { findRelease, type Release, type ServiceJournal, servingRelease } from './release.ts';
import { hasDone, isHeld } from './tasks.ts';
import type { UnderWay } from './under-way.ts';
import { until } from './until.ts';

/** A write to the journal, on a disk that is busy. Milliseconds. */
const confirmPatience = 20_000;

/** Releases that serve on this host and stay only once every host of the target serves them. */
export class Holds {
  readonly #context: () => Context;
  readonly #bakingOf: (service: string) => UnderWay | undefined;

  /** `bakingOf` gives what of a service serves and may still go back. */
  constructor(context: () => Context, bakingOf: (service: string) => UnderWay | undefined) {
    this.#context = context;
    this.#bakingOf = bakingOf;
  }

  /** Whoever releases on several hosts is there; of what is not held any more nothing is changed. */
  renew({ service, release }: Asked<'renew'>): { held: boolean } {
    const held = this.#held(service, release);
    held?.orders.hear(this.#context().ports.clock.elapsed());
    return { held: held !== undefined };
  }

  /** Every host serves it: in the journal when this returns. Asked again it is done already. */
  async confirm({ service, release, by }: Asked<'confirm'>): Promise<{ done: string }> {
    const known = findRelease(this.#journal(service), release);
    if (known && hasDone(known, 'hold')) return { done: `${known.version} was confirmed before` };
    const held = this.#held(service, release);
    if (!held) throw notHeld(service, release, known);
    held.orders.give({ order: 'confirm', by });
    await this.#isConfirmed(held.release);
    return { done: `${held.release.version} confirmed` };
  }

  /** One that may yet go back is nothing that a newer one could go back to. */
  refuseAnother(service: string): void {
    const serving = servingRelease(this.#journal(service));
    if (!serving || !isHeld(serving)) return;
    throw new Obstacle(
      `${service}: ${serving.version} by ${serving.by} is held until all hosts have it; wait for that, or end it with \`abort\``,
    );
  }

  #held(service: string, release: string): UnderWay | undefined {
    const baking = this.#bakingOf(service);
    const known = findRelease(this.#journal(service), release);
    return baking?.release.id === release && known && isHeld(known) ? baking : undefined;
  }

  async #isConfirmed({ service, id }: Release): Promise<void> {
    const { clock } = this.#context().ports;
    const wait = { what: `${service} to write down that ${id} is confirmed`, within: confirmPatience };
    await until(clock, wait, async () => {
      const known = findRelease(this.#journal(service), id);
      if (known?.left) throw notHeld(service, id, known);
      return known && hasDone(known, 'hold') ? undefined : 'it is still held';
    });
  }

  #journal(service: string): ServiceJournal {
    return this.#context().ports.journal.read(service);
  }
}

function notHeld(service: string, id: string, known: Release | undefined): Obstacle {
  const { version = id, left, failed } = known ?? {};
  const why = left?.why ?? failed ?? 'its hold is over';
  return new Obstacle(`${service}: ${version} is not held any more: ${why}`);
}
